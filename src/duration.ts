export const durationUnits = { second: 1_000, minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;
/** Words for the units, in lower case. */
export const durationWords: Readonly<Record<string, keyof typeof durationUnits>> = {
  s: 'second',
  sec: 'second',
  second: 'second',
  seconds: 'second',
  sekunda: 'second',
  sekundy: 'second',
  sekund: 'second',
  m: 'minute',
  min: 'minute',
  minute: 'minute',
  minutes: 'minute',
  minuta: 'minute',
  minuty: 'minute',
  minut: 'minute',
  h: 'hour',
  hour: 'hour',
  hours: 'hour',
  godzina: 'hour',
  godziny: 'hour',
  godzin: 'hour',
  d: 'day',
  day: 'day',
  days: 'day',
  dzień: 'day',
  dni: 'day',
};

/**
 * Parses a duration such as `1 day`, `15 minutes`, `2h` or `1 dzień`.
 * @returns milliseconds, or undefined if the text is not a duration
 */
export function parseDuration(text: string): number | undefined {
  const [, count, word] = /^\s*([1-9]\d{0,4})\s*(\p{L}+)\s*$/u.exec(text) ?? [];
  const unit = word === undefined ? undefined : durationWords[word.toLowerCase()];
  return unit === undefined ? undefined : Number(count) * durationUnits[unit];
}
