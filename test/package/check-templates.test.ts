import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
  for (const made of [folder, `${folder}-built`]) rmSync(made, { recursive: true, force: true });
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

test('A checkout with the line ends of Windows builds the same templates', () => {
  const built = `${folder}-built`;
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.(hbs|css)$/.test(name),
  );
  for (const name of sources)
    writeFileSync(join(folder, name), readFileSync(join(folder, name), 'utf8').replaceAll('\n', '\r\n'));
  execFileSync(process.execPath, [join(root, 'scripts', 'build-templates.js'), folder, built]);
  for (const name of ['compiled.cjs', ...sources.filter((file) => file.endsWith('.hbs'))])
    expect(readFileSync(join(built, name), 'utf8'), name).toBe(
      readFileSync(join(root, 'dist/templates', name), 'utf8'),
    );
});
