import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { kindIds } from '../../../src/notifications/index.js';
import { stemOf, words } from '../../helpers/catalogue.js';
import { root } from '../../helpers/command.js';

const folder = join(root, 'templates');

describe('the catalogues', () => {
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.hbs'))
    .map((file) => readFileSync(join(folder, file), 'utf8'));

  it('hold every key and every word of the templates, and no other', () => {
    const used = new Set(
      sources.flatMap((source) => [...source.matchAll(/[({~]t "([\w.-]+)"/g)].map(([, key]) => key!)),
    );
    expect([...used, ...kindIds.map((kind) => `kinds.${kind}`), 'kinds.alert', 'kinds.test-message'].sort()).toEqual(
      [...new Set(Object.keys(words('pl')).map(stemOf))].sort(),
    );
    for (const source of sources) {
      expect(
        source
          .replace(/\{\{.*?\}\}/gs, '')
          .replace(/<!--.*?-->|&nbsp;|<style>.*?<\/style>/gs, '')
          .replace(/<[^>]*>/g, ''),
      ).not.toMatch(/\p{L}/u);
    }
  });
});
