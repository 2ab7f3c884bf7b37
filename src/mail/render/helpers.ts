import type { HelperDelegate, HelperOptions } from 'handlebars';
import type { Arguments, Locale } from '../../messages/index.js';
import type { Accent } from './accent.js';
import {
  betweenText,
  dateText,
  dayMonthSpanText,
  dayRangeText,
  dayText,
  longDayText,
  longWeekdayText,
  monthText,
  numberText,
  timeText,
  weekdayText,
} from './formats.js';
import { isNotification } from './mail-kind.js';
import { TemplateFault } from './template-fault.js';
import { translate } from './translate.js';

/** Data that every template has beside the content, as `@locale`, `@zone` and so on. */
export interface FrameData extends Accent {
  readonly locale: Locale;
  readonly zone: string;
}

const frame = (options: HelperOptions) => options.data as FrameData;
const isMonth = (period: string) => /^\d{4}-(0[1-9]|1[0-2])$/.test(period);

/** Helpers of the templates. They take the language and the office's time zone from the frame. */
export const helpers: Readonly<Record<string, HelperDelegate>> = {
  /** `{{t "key" count=total client=name}}`: a text of the catalogue. */
  t: (key: string, options: HelperOptions) => {
    const missing = Object.entries(options.hash as Arguments).find(([, value]) => value === undefined);
    if (missing !== undefined)
      throw new TemplateFault({ code: 'template.noValue', args: { key, argument: missing[0] } });
    const text = translate(frame(options).locale)(key, options.hash as Arguments);
    if (text === key) throw new TemplateFault({ code: 'template.noText', args: { name: key } });
    return text;
  },
  /** A day `YYYY-MM-DD` as `24.11.2026`. */
  day: (day: string) => dayText(day),
  /** A day as `24 listopada 2026`. */
  longDay: (day: string, options: HelperOptions) => longDayText(day, frame(options).locale),
  /** A day with its weekday: `wt. 24.11`. */
  weekday: (day: string, options: HelperOptions) => weekdayText(day, frame(options).locale),
  /** A day with its full weekday: `wtorek, 24.11.2026`. */
  longWeekday: (day: string, options: HelperOptions) => longWeekdayText(day, frame(options).locale),
  /** Days of one month as `1–20 października`. */
  dayMonthSpan: (from: string, until: string, options: HelperOptions) =>
    dayMonthSpanText(from, until, frame(options).locale),
  /** The part of a text for the weekday of a day; parts from Monday to Sunday are separated by `|`. */
  byWeekday: (texts: string, day: string) => texts.split('|')[(new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7],
  /** Two days as `śr. 25 – sob. 28.11`, with years if they are not that of the third. */
  dayRange: (from: string, until: string, today: string, options: HelperOptions) =>
    dayRangeText(from, until, today, frame(options).locale),
  /** The month of a day or a month (ISO 8601), with its year: `listopad 2026`. */
  month: (day: string, options: HelperOptions) => monthText(day, frame(options).locale),
  /** A period as the office writes it. One of the form `2026-10` becomes `październik 2026`. */
  period: (period: string, options: HelperOptions) =>
    isMonth(period) ? monthText(period, frame(options).locale) : period,
  /** A point in time as `24.11.2026 14:05`, in the office's time zone. */
  dateTime: (instant: string, options: HelperOptions) => {
    const { zone } = frame(options);
    return `${dateText(instant, zone)} ${timeText(instant, zone)}`;
  },
  /** Two points in time as `24.11.2026, 08:00–13:20`. */
  between: (from: string, until: string, options: HelperOptions) => betweenText(from, until, frame(options).zone),
  /** The day of a point in time. */
  dateOf: (instant: string, options: HelperOptions) => dateText(instant, frame(options).zone),
  /** The time of day, as `14:05`. */
  time: (instant: string, options: HelperOptions) => timeText(instant, frame(options).zone),
  /** A number with the language's grouping. */
  number: (value: unknown, options: HelperOptions) => {
    if (typeof value !== 'number') throw new TemplateFault({ code: 'template.noNumber' });
    return numberText(value, frame(options).locale);
  },
  /** The lines of a text, because HTML does not keep line breaks. */
  lines: (text: unknown) => (typeof text === 'string' ? text.split(/\r\n|[\r\n]/) : []),
  /** The length of a bar in per cent of the longest one: `{{share count days}}`. */
  share: (count: number, all: readonly { count: number }[]) =>
    count === 0 ? 0 : Math.max(1, Math.round((100 * count) / Math.max(...all.map((one) => one.count)))),
  /** False for mail to an administrator and for the test message. */
  isNotification,
  less: (a: number, b: number) => a < b,
  /** Whether all arguments are equal. */
  eq: (first: unknown, ...others: unknown[]) => others.slice(0, -1).every((other) => other === first),
  /** Whether a text is a URL that a mail may link to. A shortened URL leads nowhere. */
  isWeb: (url: unknown) => typeof url === 'string' && /^https?:\/\/[^\s…]+$/i.test(url),
};
