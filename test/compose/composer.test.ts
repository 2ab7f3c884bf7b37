import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Config } from '../../src/config/index.js';
import { kindIds, kinds, type RegisteredKindId } from '../../src/notifications/index.js';
import type { Draft } from '../../src/compose/compose-mail.js';
import type { Composer } from '../../src/compose/composer.js';
import { openComposer } from '../../src/compose/open-composer.js';
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
const draft = (kind: RegisteredKindId, locale: string): Draft => ({
  kind,
  content: kinds[kind].sample(date),
  recipient: { address: 'anna@biuro.example', name: 'Anna Żuk', locale },
  messageId: `<${kind}.${locale}@biuro.example>`,
  date,
  from: 'konto@biuro.example',
});
const drafts = kindIds.flatMap((kind) => ['pl', 'en'].map((locale) => draft(kind, locale)));

test('The composing thread produces the same bytes as the main thread, logo included', async () => {
  const config = { office: { ...office.config.office, logo } };
  const own = await composerOf(few, config).compose(drafts);
  expect(own).toHaveLength(14);
  const picture = logo.bytes.toString('base64').slice(0, 76);
  expect(own.every((mail) => 'raw' in mail && mail.raw.includes(picture))).toBe(true);
  expect(await composerOf(many, config).compose(drafts)).toEqual(own);
});

test.each([
  ['in the main thread', few],
  ['in a thread', many],
])('%s: a broken template fails only its own mails', async (_, mails) => {
  mkdirSync(join(directory, 'absences'));
  writeFileSync(join(directory, 'absences', 'text.hbs'), '{{#if}}');
  const made = await composerOf(mails, { templatesDir: directory }).compose([
    draft('audit-completed', 'pl'),
    draft('absences', 'pl'),
  ]);
  expect(made).toEqual([
    { raw: expect.any(Buffer) as unknown },
    {
      broken: {
        file: join(directory, 'absences', 'text.hbs'),
        reason: { code: 'template.syntax', args: { reason: expect.stringContaining('if') as unknown } },
      },
    },
  ]);
});

test('After the thread has died, mails are composed without it, and the call that ended it is rejected', async () => {
  const composer = composerOf(many);
  const noDrafts = null as unknown as readonly Draft[];
  const together = await Promise.allSettled([composer.compose(noDrafts), composer.compose(drafts)]);
  expect(together).toMatchObject([
    { status: 'rejected', reason: expect.any(TypeError) as unknown },
    { status: 'fulfilled' },
  ]);
  const own = await composerOf(few).compose(drafts);
  expect(together[1]).toMatchObject({ value: own });
  expect(await composer.compose(drafts)).toEqual(own);
});

test('A draft that cannot be passed to the thread fails alone', async () => {
  const composer = composerOf(many);
  const unfit = { ...draft('absences', 'pl'), content: { list: () => undefined } };
  const absences = draft('absences', 'pl');
  const impossible = { ...absences, recipient: null } as unknown as Draft;
  const [own] = await composerOf(few).compose([absences]);
  const broken = (reason: unknown) => ({ broken: { reason } });
  const ofHelper = broken({ code: 'template.line', args: { line: 1, reason: { code: 'template.helper' } } });
  expect(await composer.compose([unfit, absences])).toMatchObject([ofHelper, own]);
  const ofText = broken(expect.any(String));
  expect(await composer.compose([impossible, absences])).toMatchObject([ofText, own]);
});
