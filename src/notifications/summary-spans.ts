import { addDays, daysBetween, localTime, monthStart, startOf, weekStart, type Day } from '../schedule/index.js';
import type { SourceClock } from '../source/index.js';

/** Calendar days that every summary lists. */
export const listedDays = 7;
/** Days reported at most after an outage. */
const maxListedDays = 100;
const maxClosedWeeks = 15;
const maxClosedMonths = 4;
/** Day, week and month, each twice, and the lists. */
export const maxSpans = 6 + maxListedDays + maxClosedWeeks + maxClosedMonths;

/** Days from the first to the last, and the same in the source's clock, the end excluded. */
export interface Span {
  readonly first: Day;
  readonly last: Day;
  readonly from: string;
  readonly until: string;
}

export type PeriodName = 'day' | 'week' | 'month';

/** What a summary counts. Each group is a part of `all`. */
export interface SummarySpans {
  readonly all: readonly Span[];
  /** To the reference day. */
  readonly periods: Readonly<Record<PeriodName, Span>>;
  /** The same spans a week, a week and a month before. */
  readonly before: Readonly<Record<PeriodName, Span>>;
  readonly days: readonly Span[];
  /** Weeks and months that ended before those of the reference day, the last first. */
  readonly weeks: readonly Span[];
  readonly months: readonly Span[];
}

interface Reference {
  readonly day: Day;
  /** When the figures are taken; the end of the day or before. In the source's clock. */
  readonly until: string;
  /** Earliest reference day of the recipients' last summaries. */
  readonly since: Day;
}

/** The spans that summaries of one reference day count. */
export function summarySpans({ day, until, since }: Reference, clock: SourceClock, zone: string): SummarySpans {
  const bound = (at: Day, time?: string) => clock.toSource(startOf(at, zone, time));
  const whole = (first: Day, last: Day): Span => ({ first, last, from: bound(first), until: bound(addDays(last, 1)) });
  const isOver = until >= bound(addDays(day, 1));
  const time = localTime(new Date(clock.fromSource(until)), zone);
  /** Ends when the figures are taken, or at the same time of an earlier day. */
  const toNow = (first: Day, last: Day): Span =>
    isOver ? whole(first, last) : { ...whole(first, last), until: last === day ? until : bound(last, time) };
  const week = weekStart(day);
  const month = monthStart(day);
  const earliest = [addDays(day, 1 - maxListedDays), since].sort()[1]!;
  const periods = { day: toNow(day, day), week: toNow(week, day), month: toNow(month, day) };
  const before = {
    day: toNow(addDays(day, -7), addDays(day, -7)),
    week: toNow(addDays(week, -7), addDays(day, -7)),
    month: toNow(monthStart(addDays(month, -1)), sameDayOfPreviousMonth(day)),
  };
  const days = daysBetween([addDays(day, 1 - listedDays), earliest].sort()[0]!, day).map((one) =>
    one === day ? periods.day : whole(one, one),
  );
  const weeks = earlierStarts(week, weekStart(since), maxClosedWeeks, weekStart).map((first) =>
    whole(first, addDays(first, 6)),
  );
  const months = earlierStarts(month, monthStart(since), maxClosedMonths, monthStart).map((first) =>
    whole(first, lastOfMonth(first)),
  );
  const all = [...Object.values(periods), ...Object.values(before), ...days, ...weeks, ...months];
  return { all, periods, before, days, weeks, months };
}

/** Starts of the periods before this one, the last first: one at least, and back to the earliest. */
function earlierStarts(current: Day, earliest: Day, most: number, startOfPeriod: (day: Day) => Day): Day[] {
  const starts: Day[] = [];
  let start = current;
  do {
    start = startOfPeriod(addDays(start, -1));
    starts.push(start);
  } while (start > earliest && starts.length < most);
  return starts;
}

/** The last day of the month that a day is in. */
export function lastOfMonth(day: Day): Day {
  return addDays(monthStart(addDays(monthStart(day), 31)), -1);
}

/** The same day of the month before, or its last. */
export function sameDayOfPreviousMonth(day: Day): Day {
  const last = addDays(monthStart(day), -1);
  const same = `${last.slice(0, 7)}${day.slice(7)}`;
  return same < last ? same : last;
}
