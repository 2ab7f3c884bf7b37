import Holidays from 'date-holidays';
import { DateTime } from 'luxon';

const zone = 'Europe/Warsaw';

/** The days around one moment, as the office sees them. */
export class Calendar {
  readonly today: DateTime;
  private readonly holidays: ReadonlySet<string>;

  constructor(readonly now: Date) {
    this.today = DateTime.fromJSDate(now, { zone }).startOf('day');
    const poland = new Holidays('PL', { types: ['public'] });
    this.holidays = new Set(
      [-1, 0, 1].flatMap((years) => poland.getHolidays(this.today.year + years)).map(({ date }) => date.slice(0, 10)),
    );
  }

  isWorkingDay(day: DateTime): boolean {
    return day.weekday <= 5 && !this.holidays.has(isoDate(day));
  }

  /** The days from `first` to `last`, both counted from today. */
  days(first: number, last: number): DateTime[] {
    return Array.from({ length: last - first + 1 }, (_, index) => this.today.plus({ days: first + index }));
  }

  workingDays(first: number, last: number): DateTime[] {
    return this.days(first, last).filter((day) => this.isWorkingDay(day));
  }

  /** Two whole days that lie within the last 72 hours at any time of day. */
  get lastDays(): DateTime[] {
    return this.days(-2, -1);
  }

  /** Those of the last days on which the office worked; after a weekend, the weekend itself. */
  get lastOfficeDays(): DateTime[] {
    const worked = this.lastDays.filter((day) => this.isWorkingDay(day));
    return worked.length > 0 ? worked : this.lastDays;
  }
}

/** `2026-11-24` */
export function isoDate(day: DateTime): string {
  return day.toFormat('yyyy-MM-dd');
}

/** `24.11.2026` */
export function polishDate(day: DateTime): string {
  return day.toFormat('dd.MM.yyyy');
}

/** The month before, which is the one an office is busy with. */
export function monthBefore(day: DateTime): DateTime {
  return day.startOf('month').minus({ months: 1 });
}
