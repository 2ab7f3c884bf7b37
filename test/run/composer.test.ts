import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Config, KindId } from '../../src/config/index.js';
import { kindIds } from '../../src/config/kinds.js';
import { kinds } from '../../src/notifications/index.js';
import type { Draft } from '../../src/run/compose-mail.js';
import { openComposer, type Composer } from '../../src/run/composer.js';
import { logo } from '../helpers/mails.js';
import { TestOffice } from '../helpers/office.js';

let office: TestOffice;
let directory: string;
const opened: Composer[] = [];
beforeEach(() => {
  office = new TestOffice({});
  directory = mkdtempSync(join(tmpdir(), 'mobevo-composer-'));
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((composer) => composer.close()));
  office.close();
  rmSync(directory, { recursive: true, force: true });
});

const few = 1;
const many = 100_000;
function composerOf(mails: number, config: Partial<Config> = {}): Composer {
  const composer = openComposer({ ...office.config, ...config }, mails);
  opened.push(composer);
  return composer;
}

const date = new Date('2026-11-24T06:00:00Z');
const draft = (kind: KindId, locale: string): Draft => ({
  kind, content: kinds[kind].sample(date), recipient: { address: 'anna@biuro.example', name: 'Anna Żuk', locale },
  messageId: `<${kind}.${locale}@biuro.example>`, date, from: 'konto@biuro.example',
});
const drafts = kindIds.flatMap((kind) => ['pl', 'en'].map((locale) => draft(kind, locale)));

test('mails made in a thread of their own are the same, byte for byte, the logo with them', async () => {
  const config = { office: { ...office.config.office, logo } };
  const own = await composerOf(few, config).compose(drafts);
  expect(own).toHaveLength(14);
  const picture = logo.bytes.toString('base64').slice(0, 76);
  expect(own.every((mail) => 'raw' in mail && mail.raw.includes(picture))).toBe(true);
  expect(await composerOf(many, config).compose(drafts)).toEqual(own);
});

test.each([['here', few], ['in a thread', many]])('%s: a broken template is told of its own mails only', async (_, mails) => {
  mkdirSync(join(directory, 'absences'));
  writeFileSync(join(directory, 'absences', 'text.hbs'), '{{#if}}');
  const made = await composerOf(mails, { templatesDir: directory }).compose([draft('audit-completed', 'pl'), draft('absences', 'pl')]);
  expect(made).toEqual([
    { raw: expect.any(Buffer) as unknown },
    { broken: { file: join(directory, 'absences', 'text.hbs'), reason: expect.stringContaining('if') as unknown } },
  ]);
});

test('a thread that ends fails what it was to make, then and later', async () => {
  const composer = composerOf(many);
  const impossible = { ...draft('absences', 'pl'), recipient: null } as unknown as Draft;
  await expect(composer.compose([impossible])).rejects.toThrow();
  await expect(composer.compose([draft('absences', 'pl')])).rejects.toThrow();
});
