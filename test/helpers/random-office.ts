import type { DateTime } from 'luxon';
import { TestOffice } from './office.js';

export const zone = 'Europe/Warsaw';

/** Names that look like the separators, labels and counts around them. */
export const hostileNames = [
  'Kłos, Lis i S-ka',
  'Biuro: 7',
  'A – B; C / D',
  'NIP 898-000',
  'i jeszcze 3',
  "O'Neil (x) | y",
  'Zakończono: 24',
  '- Żółć. Okres',
];

/** What a simulation compared. */
export interface Comparison {
  compared: number;
  readonly differences: string[];
}

/** Compares a value of a mail with the one that SQL has found. */
export type Compare = (what: string, found: unknown, expected: unknown) => void;

export function comparison(): Comparison & { compare: Compare } {
  const result = {
    compared: 0,
    differences: [] as string[],
    compare: (what: string, found: unknown, expected: unknown) => {
      result.compared += 1;
      const [one, other] = [JSON.stringify(found), JSON.stringify(expected)];
      if (one !== other) result.differences.push(`${what}: ${one}, expected ${other}`);
    },
  };
  return result;
}

/** A reproducible random number below a limit. */
export function randomNumbers(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

/** Makes a source table take rows with the same key, as a view with a join that multiplies. */
export function dropKey(office: TestOffice, table: string): void {
  office.change(`CREATE TABLE keyless AS SELECT * FROM ${table}`);
  office.change(`DROP TABLE ${table}`);
  office.change(`ALTER TABLE keyless RENAME TO ${table}`);
}

export function isoDay(time: DateTime): string {
  return time.toFormat('yyyy-MM-dd');
}

/** The text of a mail without its footer, line by line. Numbers of four and more digits are without a space. */
export function linesOf(text: string): string[] {
  const end = text.lastIndexOf('\n--\n');
  return text
    .slice(0, end)
    .replace(/(?<=\d)\u00a0(?=\d)/g, '')
    .replaceAll('\u00a0', ' ')
    .split('\n');
}

/** Some minutes to 30 hours later; each third time the first or last minute of a day. */
export function laterTime(time: DateTime, random: (limit: number) => number): DateTime {
  const later = time.plus({ minutes: 1 + random(30 * 60) });
  if (random(3) > 0) return later;
  const edge = random(2) === 0 ? later.startOf('day').plus({ days: 1 }) : later.endOf('day').startOf('minute');
  return edge > time ? edge : later;
}

/** Groups a list by a key, in its order. */
export function groupBy<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
