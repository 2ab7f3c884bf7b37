import { expect, test } from 'vitest';
import { findFaults, readCatalogue } from '../helpers/catalogue.js';

test.each([
  ['locales', 100],
  ['locales/help', 40],
  ['templates/locales', 100],
] as const)('%s: both languages have the same texts, variables and plural forms', (folder, minimum) => {
  const catalogues = { pl: readCatalogue('pl', folder), en: readCatalogue('en', folder) };
  expect(Object.keys(catalogues.pl).length).toBeGreaterThan(minimum);
  expect(findFaults(catalogues)).toEqual([]);
});

const polish = {
  a: '{{x}}',
  b_zero: 'brak {{day}}',
  b_one: '{{count}} {{day}}',
  b_few: '{{count}} {{day}}',
  b_many: '{{count}} {{day}}',
  b_other: '{{count}} {{day}}',
};
const english = { a: '{{x}}', b_zero: 'none {{day}}', b_one: '{{count}} {{day}}', b_other: '{{count}} {{day}}' };

test.each([
  [english, []],
  [{ ...english, a: '{{y}}' }, ['en: a has other variables']],
  [{ ...english, a: ' {{x}}', c: ' ' }, ['pl: c is missing', 'en: c is empty']],
  [{ a: english.a, b_one: english.b_one, b_other: english.b_other }, ['en: b_zero is missing']],
  [{ ...english, b_zero: 'none' }, ['en: b_zero has other variables']],
  [{ ...english, b_few: english.b_one }, ['en: b_few is no form of its language']],
])('A mistake in a catalogue is found: %j', (en, faults) => {
  expect(findFaults({ pl: polish, en })).toEqual(faults);
});

test('The texts of --help have neither variables nor plural forms: they are printed as they stand', () => {
  for (const locale of ['pl', 'en'] as const) {
    const texts = Object.entries(readCatalogue(locale, 'locales/help'));
    expect(texts.filter(([key, text]) => text.includes('{{') || /_(one|few|many|other)$/.test(key))).toEqual([]);
  }
});
