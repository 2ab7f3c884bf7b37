import { addDays, monthStart, weekStart, type Day } from '../schedule/index.js';
import { countedIn, type Counted } from './approvals.js';
import type { SummaryMessage } from './summary-messages.js';
import { lastOfMonth, listedDays, type PeriodName, type Span, type SummarySpans } from './summary-spans.js';

/** A day's count in a summary. */
export interface DayCount {
  readonly day: Day;
  readonly count: number;
  /** True if no earlier summary to this recipient reported the day's figure when the day was over. */
  readonly isNew: boolean;
  /** Approvals since an earlier summary reported the figure of this day. */
  readonly grown: number;
}

/** The count of a day, or of a week or month to the reference day. */
export interface Figure {
  readonly from: Day;
  readonly until: Day;
  readonly count: number;
  /** False while the week or month goes on. */
  readonly isWhole: boolean;
  /** The same days a week or a month before, up to the same time. */
  readonly before: { readonly from: Day; readonly until: Day; readonly count: number };
  readonly more: number;
  readonly fewer: number;
}

/** The total of a week or a month that is over. */
export interface ClosedPeriod {
  readonly isMonth: boolean;
  readonly from: Day;
  readonly until: Day;
  readonly count: number;
  /** True for the week or month just before. */
  readonly isPrevious: boolean;
}

export interface Figures {
  readonly referenceDay: Day;
  /** When the figures were taken; NULL if the reference day was over. */
  readonly asOf: string | null;
  readonly day: Figure;
  readonly week: Figure;
  readonly month: Figure;
  /** The last seven days, and earlier ones with approvals that no summary reported. */
  readonly days: readonly DayCount[];
  /** Weeks and months that ended since the recipient's last summary. */
  readonly closed: readonly ClosedPeriod[];
}

/** The figures that a summary tells. @param counts one per span */
export function figuresOf(message: SummaryMessage, spans: SummarySpans, counts: readonly Counted[]): Figures {
  const { day, previousDay } = message;
  const countOf = (span: Span) => countedIn(spans, counts, span);
  const figure = (name: PeriodName): Figure => {
    const [now, before] = [spans.periods[name], spans.before[name]];
    const [count, earlier] = [countOf(now).count, countOf(before).count];
    return {
      from: now.first,
      until: now.last,
      count,
      isWhole: message.asOf === null && day === lastDayOf(name, day),
      before: { from: before.first, until: before.last, count: earlier },
      more: Math.max(0, count - earlier),
      fewer: Math.max(0, earlier - count),
    };
  };
  const closed = (list: readonly Span[], isMonth: boolean, since: Day | null): ClosedPeriod[] =>
    list
      .filter(({ first }, index) => (since === null ? index === 0 : first >= since))
      .map((span, index) => ({
        isMonth,
        from: span.first,
        until: span.last,
        count: countOf(span).count,
        isPrevious: index === 0,
      }));
  return {
    referenceDay: day,
    asOf: message.asOf,
    day: figure('day'),
    week: figure('week'),
    month: figure('month'),
    days: spans.days
      .map((span) => dayCount(message, span.first, countOf(span)))
      .filter((one) => one.day > addDays(day, -listedDays) || (one.isNew && one.count > 0)),
    closed: [
      ...closed(spans.weeks, false, previousDay === null ? null : weekStart(previousDay)),
      ...closed(spans.months, true, previousDay === null ? null : monthStart(previousDay)),
    ],
  };
}

/** A day's count. The day of the last summary is reported again if it was not over then. */
export function dayCount(
  { day: referenceDay, previousDay, wasPreviousOver }: SummaryMessage,
  day: Day,
  { count, fresh }: Counted,
): DayCount {
  const firstNew = previousDay === null ? referenceDay : wasPreviousOver ? addDays(previousDay, 1) : previousDay;
  return { day, count, isNew: day >= firstNew, grown: day === previousDay && !wasPreviousOver ? fresh : 0 };
}

/** The last day of the period that a day is in. */
function lastDayOf(name: PeriodName, day: Day): Day {
  if (name === 'day') return day;
  return name === 'week' ? addDays(weekStart(day), 6) : lastOfMonth(day);
}
