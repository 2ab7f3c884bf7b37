import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { missingFrom } from '../../scripts/generate/check-templates.js';
import { kindIds } from '../../src/notifications/index.js';
import { root } from '../helpers/command.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mobevo-templates-'));
  cpSync(join(root, 'templates'), folder, { recursive: true });
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('Every kind has its templates, and both catalogues have every key that a template uses', () => {
  expect(missingFrom(folder, kindIds)).toEqual([]);
});

test('The build names missing templates and missing keys', () => {
  rmSync(join(folder, 'absences', 'text.hbs'));
  writeFileSync(join(folder, 'absences', 'subject.hbs'), '{{t "absences.unheard"}}');
  const catalogue = join(folder, 'locales', 'en.json');
  writeFileSync(catalogue, readFileSync(catalogue, 'utf8').replace('"absences": "', '"absent": "'));
  expect(missingFrom(folder, kindIds)).toEqual([
    'templates/absences/text.hbs is missing',
    'templates/locales/en.json has no "kinds.absences", which the registry uses',
    'templates/locales/en.json has no "absences.unheard", which templates/absences/subject.hbs uses',
    'templates/locales/pl.json has no "absences.unheard", which templates/absences/subject.hbs uses',
  ]);
});
