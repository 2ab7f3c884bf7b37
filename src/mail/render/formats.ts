import type { Locale } from '../../messages/index.js';

const tags: Readonly<Record<Locale, string>> = { pl: 'pl-PL', en: 'en-GB' };

/** Caches formatters, which hold native memory, and formatted dates, of which a digest has hundreds. */
class BoundedCache<Value> {
  private readonly values = new Map<string, Value>();

  get(key: string, make: () => Value): Value {
    const value = this.values.get(key) ?? make();
    if (this.values.size < maxCacheSize) this.values.set(key, value);
    return value;
  }
}

const maxCacheSize = 1000;
const days = new BoundedCache<string>();
const times = new BoundedCache<Intl.DateTimeFormat>();
const numbers = new BoundedCache<Intl.NumberFormat>();

/** Formats a day or a month. */
function formatDay(day: string, locale: Locale, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(tags[locale], { ...options, timeZone: 'UTC' }).format(
    new Date(`${day.length === 7 ? `${day}-01` : day}T00:00:00Z`),
  );
}

/** `2026-11-24` as `24.11.2026`, in both languages. */
export function dayText(day: string): string {
  return day.split('-').reverse().join('.');
}

/** `24 listopada 2026`, with the month in the genitive. */
export function longDayText(day: string, locale: Locale): string {
  return days.get(`long ${day} ${locale}`, () =>
    // It stays on one line.
    formatDay(day, locale, { day: 'numeric', month: 'long', year: 'numeric' }).replaceAll(' ', '\u00a0'),
  );
}

/** `wt. 24.11`. */
export function weekdayText(day: string, locale: Locale): string {
  return `${weekdayDate(day, locale)}.${day.slice(5, 7)}`;
}

function weekdayDate(day: string, locale: Locale): string {
  const weekday = days.get(`weekday ${day} ${locale}`, () => formatDay(day, locale, { weekday: 'short' }));
  return `${weekday}\u00a0${Number(day.slice(8))}`;
}

/** `śr. 25 – sob. 28.11`, one day as `śr. 25.11`; with years if they are not the present one. */
export function dayRangeText(from: string, until: string, today: string, locale: Locale): string {
  const hasYear = [from, until].some((day) => day.slice(0, 4) !== today.slice(0, 4));
  const full = (day: string) => `${weekdayText(day, locale)}${hasYear ? `.${day.slice(0, 4)}` : ''}`;
  if (from === until) return full(from);
  const isOneMonth = from.slice(0, 7) === until.slice(0, 7);
  return `${isOneMonth ? weekdayDate(from, locale) : full(from)} – ${full(until)}`;
}

/** `wtorek, 24.11.2026`. */
export function longWeekdayText(day: string, locale: Locale): string {
  return `${days.get(`long weekday ${day} ${locale}`, () => formatDay(day, locale, { weekday: 'long' }))}, ${dayText(day)}`;
}

/** Days of one month, as `1–20 października`. */
export function dayMonthSpanText(from: string, until: string, locale: Locale): string {
  const last = days.get(`day and month ${until} ${locale}`, () =>
    formatDay(until, locale, { day: 'numeric', month: 'long' }).replace(' ', '\u00a0'),
  );
  return from === until ? last : `${Number(from.slice(8))}–${last}`;
}

/** `listopad 2026`, for a day or a month. */
export function monthText(day: string, locale: Locale): string {
  return days.get(`month ${day} ${locale}`, () => formatDay(day, locale, { month: 'long', year: 'numeric' }));
}

/** The day of a point in time, as `24.11.2026`. A text that is not a point in time is returned unchanged. */
export function dateText(instant: string, zone: string): string {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return instant;
  return times
    .get(
      `date ${zone}`,
      () => new Intl.DateTimeFormat('pl-PL', { day: '2-digit', month: '2-digit', year: 'numeric', timeZone: zone }),
    )
    .format(date);
}

/**
 * A range of time as `24.11.2026, 08:00–13:20`. Both ends are in full if their days differ; one is left out if they are
 * equal.
 */
export function betweenText(from: string, until: string, zone: string): string {
  const [firstDay, lastDay] = [dateText(from, zone), dateText(until, zone)];
  const [firstTime, lastTime] = [timeText(from, zone), timeText(until, zone)];
  if (firstDay !== lastDay) return `${firstDay}, ${firstTime} – ${lastDay}, ${lastTime}`;
  return `${firstDay}, ${firstTime === lastTime ? firstTime : `${firstTime}–${lastTime}`}`;
}

/** `14:05`; empty for a text that is not a point in time. */
export function timeText(instant: string, zone: string): string {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return '';
  return times
    .get(
      `time ${zone}`,
      () => new Intl.DateTimeFormat('pl-PL', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: zone }),
    )
    .format(date);
}

export function numberText(value: number, locale: Locale): string {
  // Most numbers are small and have no digits to group.
  if (Number.isInteger(value) && value >= 0 && value < 1000) return String(value);
  return numbers.get(locale, () => new Intl.NumberFormat(tags[locale])).format(value);
}
