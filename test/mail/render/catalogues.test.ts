import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { kindIds } from '../../../src/notifications/index.js';
import { stemOf, readCatalogue } from '../../helpers/catalogue.js';
import { root } from '../../helpers/command.js';

const folder = join(root, 'templates');

describe('The catalogues', () => {
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.hbs'))
    .map((file) => readFileSync(join(folder, file), 'utf8'));

  it('hold exactly the keys of the templates, and the templates contain no text of their own', () => {
    const used = new Set(
      sources.flatMap((source) => [...source.matchAll(/[({~]t "([\w.-]+)"/g)].map(([, key]) => key!)),
    );
    expect([...used, ...kindIds.map((kind) => `kinds.${kind}`), 'kinds.alert', 'kinds.test-message'].sort()).toEqual(
      [...new Set(Object.keys(readCatalogue('pl')).map(stemOf))].sort(),
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
