/** RFC 5322, as greetings have it (Exchange, Exim, Sendmail), and ISO 8601, as Microsoft 365 appends to replies. */
const dates =
  /\b(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d (?:[+-]\d{4}|GMT|UTC)|\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/;

/**
 * How far this host's clock is ahead of the server's, where the server tells its time.
 * @returns milliseconds, negative when it is behind; undefined when the text has no time in it
 */
export function clockOffset(text: string, now: Date): number | undefined {
  const date = dates.exec(text)?.[0];
  const told = date === undefined ? Number.NaN : Date.parse(date);
  return Number.isNaN(told) ? undefined : now.getTime() - told;
}
