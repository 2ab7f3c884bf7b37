import fc from 'fast-check';
import Libsql from 'libsql';
import { afterAll, describe, expect, test } from 'vitest';
import { SqliteDialect } from '../../src/database/sqlite/dialect.js';
import { SqlServerDialect } from '../../src/database/sqlserver/dialect.js';
import { hasAddress } from '../../src/source/index.js';
import { isUsableAddress } from '../../src/address.js';

const database = new Libsql(':memory:');
afterAll(() => {
  database.close();
});

/** The texts that SQLite takes for a usable address by this condition on `u.email`. */
function usableBySql(condition: string, texts: readonly string[]): string[] {
  const rows = database
    .prepare(`SELECT u.email FROM (SELECT value AS email FROM json_each(:texts)) u WHERE ${condition}`)
    .all({ texts: JSON.stringify(texts) }) as { email: string }[];
  return rows.map(({ email }) => email);
}

/** SQL Server's condition in SQLite's words: LIKE under a binary collation is GLOB with other wildcards. */
function inSqlite(condition: string): string {
  return condition.replace(/ COLLATE Latin1_General_BIN2 LIKE N'%(.*?)%'(?= |\))/g, (_, pattern: string) => {
    const glob = pattern.replace(/\[[^\]]*\]|%|_/g, (part) => (part === '%' ? '*' : part === '_' ? '?' : part));
    return ` GLOB '*${glob}*'`;
  });
}

const sqlite = hasAddress('u', new SqliteDialect('test'));
const sqlServer = inSqlite(hasAddress('u', new SqlServerDialect('test', 'mobevo_notify')));

const part = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.constantFrom('anna', 'Nowak', "o'brien", 'biuro', 'pl', '1', 'żółw', '{x}', 'a%b', 'a_b'),
  },
  { weight: 4, arbitrary: fc.constantFrom('@', '.', '-', '+', ' ', '..', '@@') },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      ...[
        '\u200b',
        '\u200d',
        '\u2060',
        '\ufeff',
        '\u00ad',
        '\u202e',
        '\u2066',
        '\u061c',
        '\u0007',
        '\u0085',
        '\t',
        '\n',
      ],
      ...[
        '\u00a0',
        '\u3000',
        '"',
        '<',
        '>',
        ';',
        ',',
        ':',
        '(',
        ')',
        '[',
        ']',
        '\\',
        'mailto:',
        '×',
        '\u037e',
        '÷',
        '；',
        'é',
        '😀',
      ],
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 3 }).map((text) => text.replaceAll('\0', '')) },
  { weight: 1, arbitrary: fc.constantFrom('x'.repeat(120), 'x'.repeat(126), 'x'.repeat(200), 'ż'.repeat(63)) },
);
const candidate = fc.oneof(
  fc.array(part, { maxLength: 8 }).map((parts) => parts.join('')),
  fc.tuple(part, part, part, part).map(([a, b, c, d]) => `${a}${b}@${c}.${d}`),
  fc
    .tuple(fc.constantFrom('anna', "o'brien", ' jan'), part, fc.constantFrom('żółw', 'почта', 'b-1'))
    .map(([a, b, c]) => `${a}@${b}${c}.pl`),
);

describe('One definition of a usable address', () => {
  test.each([
    ['SQLite', sqlite],
    ["SQL Server's condition, run by SQLite", sqlServer],
  ])('%s accepts what the code accepts', (_, condition) => {
    const accepted: string[] = [];
    fc.assert(
      fc.property(fc.array(candidate, { minLength: 150, maxLength: 150 }), (texts) => {
        const usable = texts.filter((text) => isUsableAddress(text.replace(/^ +| +$/g, '')));
        accepted.push(...usable);
        expect(usableBySql(condition, texts)).toEqual(usable);
      }),
      { numRuns: 30 },
    );
    expect(accepted.length, 'of 4,500 candidates').toBeGreaterThan(200);
    expect(accepted.some((text) => /[^ -~]/.test(text))).toBe(true);
  });

  test.each([
    'anna@biuro.example',
    "Anna.O'Brien+praca@biuro-klos.example",
    'biuro@żółw.example',
    `${'x'.repeat(64)}@${'x'.repeat(186)}.pl`,
    `a@${'ż'.repeat(122)}.pl`,
  ])('%s is usable', (address) => {
    expect(isUsableAddress(address)).toBe(true);
    expect(usableBySql(sqlite, [address])).toEqual([address]);
  });

  test.each([
    '',
    'anna',
    '@biuro.example',
    'anna@',
    'a@b@c',
    'anna@biuro.example;',
    'Biuro<biuro@biuro.example>',
    'x<a@b.example',
    'mailto:anna@biuro.example',
    '"anna"@biuro.example',
    "'anna@biuro.example'",
    'anna@biuro.example, jan@biuro.example',
    'anna @biuro.example',
    'anna\u200b@biuro.example',
    'anna@biuro\ufeff.example',
    '\u202eanna@biuro.example',
    'anna\n@biuro.example',
    'anna@[127.0.0.1]',
    'józef@biuro.example',
    '.anna@biuro.example',
    'anna.@biuro.example',
    'an..na@biuro.example',
    'anna@.example',
    'anna@biuro.example.',
    `${'x'.repeat(64)}@${'x'.repeat(187)}.pl`,
    `${'x'.repeat(65)}@biuro.pl`,
    `a@${'ż'.repeat(123)}.pl`,
    `${'x'.repeat(100_000)}@biuro.example`,
  ])('%j is not usable', (address) => {
    expect(isUsableAddress(address)).toBe(false);
    expect(usableBySql(sqlite, [address])).toEqual([]);
    expect(usableBySql(sqlServer, [address])).toEqual([]);
  });
});
