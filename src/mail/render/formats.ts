import type { Locale } from '../../messages/index.js';

const tags: Readonly<Record<Locale, string>> = { pl: 'pl-PL', en: 'en-GB' };
const cache = new Map<string, Intl.DateTimeFormat | Intl.NumberFormat>();

/** A formatter is made once: each holds native memory, and a digest asks for hundreds of dates. */
function kept<Format extends Intl.DateTimeFormat | Intl.NumberFormat>(key: string, make: () => Format): Format {
  const format = (cache.get(key) ?? make()) as Format;
  cache.set(key, format);
  return format;
}

function dates(locale: Locale, timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return kept(`${locale} ${timeZone} ${Object.keys(options).join()}`, () => new Intl.DateTimeFormat(tags[locale], { ...options, timeZone }));
}

const utc = (day: string) => new Date(`${day.length === 7 ? `${day}-01` : day}T00:00:00Z`);

/** `2026-11-24` as `24.11.2026`, in both languages. */
export function dayText(day: string): string {
  return day.split('-').reverse().join('.');
}

/** `24 listopada 2026`, the month declined. */
export function longDayText(day: string, locale: Locale): string {
  return dates(locale, 'UTC', { day: 'numeric', month: 'long', year: 'numeric' }).format(utc(day));
}

/** `wt. 24.11`. */
export function weekdayText(day: string, locale: Locale): string {
  const [, month, date] = day.split('-');
  return `${dates(locale, 'UTC', { weekday: 'short' }).format(utc(day))} ${date!}.${month!}`;
}

/** `listopad 2026`, of a day or a month. */
export function monthText(day: string, locale: Locale): string {
  return dates(locale, 'UTC', { month: 'long', year: 'numeric' }).format(utc(day));
}

/** The day of a point in time, as `24.11.2026`; what is none is shown as it is. */
export function dateText(instant: string, zone: string): string {
  if (Number.isNaN(Date.parse(instant))) return instant;
  return dates('pl', zone, { day: '2-digit', month: '2-digit', year: 'numeric' }).format(new Date(instant));
}

/** Two points in time as `24.11.2026, 08:00–13:20`, in full where their days differ, or one where they are the same. */
export function betweenText(from: string, until: string, zone: string): string {
  const [firstDay, lastDay] = [dateText(from, zone), dateText(until, zone)];
  const [firstTime, lastTime] = [timeText(from, zone), timeText(until, zone)];
  if (firstDay !== lastDay) return `${firstDay}, ${firstTime} – ${lastDay}, ${lastTime}`;
  return `${firstDay}, ${firstTime === lastTime ? firstTime : `${firstTime}–${lastTime}`}`;
}

/** `14:05`. */
export function timeText(instant: string, zone: string): string {
  if (Number.isNaN(Date.parse(instant))) return '';
  return dates('pl', zone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(new Date(instant));
}

export function numberText(value: number, locale: Locale): string {
  return kept(locale, () => new Intl.NumberFormat(tags[locale])).format(value);
}
