import type { HelperDelegate, HelperOptions } from 'handlebars';
import type { TFunction } from 'i18next';
import { DateTime } from 'luxon';
import { wordsOf, type Locale } from './words.js';

/** The data every template sees beside the content itself, as `@locale` and `@zone`. */
export interface FrameData {
  readonly locale: Locale;
  readonly zone: string;
}

const tags: Readonly<Record<Locale, string>> = { pl: 'pl-PL', en: 'en-GB' };
const frame = (options: HelperOptions) => options.data as FrameData;
const inZone = (instant: string, { zone }: FrameData) => DateTime.fromISO(instant, { zone });

/** Helpers of the templates; each takes the language and the office's time zone from the frame. */
export const helpers: Readonly<Record<string, HelperDelegate>> = {
  /** `{{t "key" count=total client=name}}`: words from the catalogue. */
  t: (key: string, options: HelperOptions) => translate(frame(options))(key, options.hash as Record<string, unknown>),
  /** A day `YYYY-MM-DD` as `24.11.2026`. */
  day: (day: string) => DateTime.fromISO(day).toFormat('dd.MM.yyyy'),
  /** A day with its weekday, as `wt. 24.11`. */
  weekday: (day: string, options: HelperOptions) =>
    DateTime.fromISO(day).setLocale(tags[frame(options).locale]).toFormat('ccc dd.MM'),
  /** Two days as `23.11.2026–24.11.2026`, or one when they are the same. */
  span: (from: string, until: string) => [...new Set([from, until])].map((day) => DateTime.fromISO(day).toFormat('dd.MM.yyyy')).join('–'),
  /** A month's name and year, as `listopad 2026`; a day or a month of ISO 8601. */
  month: (day: string, options: HelperOptions) =>
    DateTime.fromISO(day).setLocale(tags[frame(options).locale]).toFormat('LLLL yyyy'),
  /** A period as the office writes it; one of the form `2026-10` reads `październik 2026`. */
  period: (period: string, options: HelperOptions) => (/^\d{4}-(0[1-9]|1[0-2])$/.test(period)
    ? DateTime.fromISO(period).setLocale(tags[frame(options).locale]).toFormat('LLLL yyyy') : period),
  /** A point in time as `24.11.2026 14:05`, in the office's time zone. */
  dateTime: (instant: string, options: HelperOptions) => inZone(instant, frame(options)).toFormat('dd.MM.yyyy HH:mm'),
  /** The day of a point in time. */
  dateOf: (instant: string, options: HelperOptions) => inZone(instant, frame(options)).toFormat('dd.MM.yyyy'),
  /** The time of day, as `14:05`. */
  time: (instant: string, options: HelperOptions) => inZone(instant, frame(options)).toFormat('HH:mm'),
  /** A number with the language's grouping. */
  number: (value: number, options: HelperOptions) => new Intl.NumberFormat(tags[frame(options).locale]).format(value),
  eq: (a: unknown, b: unknown) => a === b,
};

function translate({ locale }: FrameData): TFunction {
  return wordsOf(locale);
}
