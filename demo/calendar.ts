import Holidays from 'date-holidays';
import { DateTime } from 'luxon';

const zone = 'Europe/Warsaw';

/** Days before and after one moment, in the office's time zone. */
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

  /** The days from `first` to `last`, both relative to today. */
  days(first: number, last: number): DateTime[] {
    return Array.from({ length: last - first + 1 }, (_, index) => this.today.plus({ days: first + index }));
  }

  workingDays(first: number, last: number): DateTime[] {
    return this.days(first, last).filter((day) => this.isWorkingDay(day));
  }

  /** The last two whole days. They are within the last 72 hours at any time of day. */
  get lastDays(): DateTime[] {
    return this.days(-2, -1);
  }

  /** The working days among the last two days. If there are none, as after a weekend, both days. */
  get lastOfficeDays(): DateTime[] {
    const worked = this.lastDays.filter((day) => this.isWorkingDay(day));
    return worked.length > 0 ? worked : this.lastDays;
  }
}

/** `2026-11-24` */
export function isoDate(day: DateTime): string {
  return day.toISODate()!;
}

/** `24.11.2026` */
export function polishDate(day: DateTime): string {
  return day.toFormat('dd.MM.yyyy');
}

/** The first day of the previous month, whose documents an office is processing. */
export function monthBefore(day: DateTime): DateTime {
  return day.startOf('month').minus({ months: 1 });
}
