import { cutReply } from '../reply-text.js';

/** RFC 5322 dates, as in greetings (Exchange, Exim, Sendmail), and ISO 8601, which Microsoft 365 appends to replies. */
const dates =
  /\b(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d (?:[+-]\d{4}|GMT|UTC)|\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/;

/**
 * Returns how many milliseconds this host's clock is ahead of the time in a server's reply; negative if it is behind,
 * undefined if the reply contains no time.
 */
export function clockOffset(text: string, now: Date): number | undefined {
  const date = dates.exec(cutReply(text))?.[0];
  const serverTime = date === undefined ? Number.NaN : Date.parse(date);
  return Number.isNaN(serverTime) ? undefined : now.getTime() - serverTime;
}
