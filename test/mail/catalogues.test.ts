import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { kindIds } from '../../src/config/index.js';
import type { Locale } from '../../src/messages/index.js';
import { words } from '../helpers/catalogue.js';
import { root } from '../helpers/command.js';

const folder = join(root, 'templates');

describe('the catalogues', () => {
  const suffix = /_(zero|one|few|many|other)$/;
  const keys = (locale: Locale) => [...new Set(Object.keys(words(locale)).map((key) => key.replace(suffix, '')))].sort();
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.hbs'))
    .map((file) => readFileSync(join(folder, file), 'utf8'));

  it.each([['pl', ['one', 'few', 'many', 'other']], ['en', ['one', 'other']]] as const)('have the same keys and variables, and each plural of %s', (locale, forms) => {
    const variables = Object.entries(words(locale)).filter(([key]) => !key.endsWith('_zero')).map(([key, text]) => [key.replace(suffix, ''), (text.match(/\{\{.*?\}\}/g) ?? []).sort()] as const);
    for (const [key, found] of variables) {
      const other = words('pl')[key] ?? words('pl')[`${key}_one`];
      expect((other?.match(/\{\{.*?\}\}/g) ?? []).sort(), key).toEqual(found);
    }
    expect(keys(locale)).toEqual(keys('pl'));
    const plurals = Object.keys(words(locale)).filter((key) => suffix.test(key) && !key.endsWith('_zero'));
    expect(plurals.sort()).toEqual([...new Set(plurals.map((key) => key.replace(suffix, '')))].flatMap((key) => forms.map((form) => `${key}_${form}`)).sort());
  });

  it('hold every key and every word of the templates, and no other', () => {
    const used = new Set(sources.flatMap((source) => [...source.matchAll(/[({~]t "([\w.-]+)"/g)].map(([, key]) => key!)));
    expect([...used, ...kindIds.map((kind) => `kinds.${kind}`), 'kinds.alert', 'kinds.test-message'].sort()).toEqual(keys('pl'));
    for (const source of sources) {
      expect(source.replace(/\{\{.*?\}\}/gs, '').replace(/<!--.*?-->|&nbsp;|<style>.*?<\/style>/gs, '').replace(/<[^>]*>/g, '')).not.toMatch(/\p{L}/u);
    }
  });
});
