import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { Chalk } from 'chalk';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { mailLines } from '../../../src/cli/preview/mail-text.js';
import type { Output } from '../../../src/cli/output.js';
import { formatMessage } from '../../../src/messages/index.js';
import { omitUndefined } from '../../../src/omit-undefined.js';
import { kindIds } from '../../../src/notifications/index.js';
import { previewSamples } from '../../../src/inspect/preview.js';
import { chromiumPath, findVisibleFaults, launchBrowser } from '../../helpers/browser.js';
import { command } from '../../helpers/command.js';
import { parseMail } from '../../helpers/office.js';
import { logo, now, office } from '../../helpers/mails.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'mobevo-preview-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});
const preview = (...args: string[]) => command(['preview', ...args], { cwd: directory });
const contents = (folder: string) =>
  Object.fromEntries(
    readdirSync(join(directory, folder)).map((name) => [name, readFileSync(join(directory, folder, name), 'latin1')]),
  );

test('--out writes each mail as html, txt and eml and one page with all, and the same bytes again with --now', async () => {
  const first = await preview('--sample', '--out', 'a/b', '--now', '2026-11-24T13:20:00Z');
  expect(first).toMatchObject({ code: 0, stderr: '' });
  expect(first.stdout).toContain(join('a', 'b', 'index.html'));
  const written = contents('a/b');
  expect(Object.keys(written).sort()).toEqual([
    ...kindIds.flatMap((kind, index) =>
      ['eml', 'html', 'txt'].map((end) => `00${index + 1}-${kind}-anna.nowak_biuro.example.${end}`),
    ),
    'index.html',
  ]);
  expect((await preview('--sample', '--out', 'again', '--now', '2026-11-24T13:20:00Z')).code).toBe(0);
  expect(contents('again')).toEqual(written);
  for (const [name, content] of Object.entries(written)) {
    if (name.endsWith('.eml'))
      expect((await parseMail(Buffer.from(content, 'latin1'))).text.trim()).toBe(
        Buffer.from(written[name.replace('eml', 'txt')]!, 'latin1').toString().trim(),
      );
  }
});

test.skipIf(chromiumPath === '').each([
  ['pl', `Tak pokazuje je skrzynka odbiorcza (${kindIds.length})`, 'Nadawca'],
  ['en', `As an inbox shows them (${kindIds.length})`, 'Sender'],
])('The page in %s lists the mails as an inbox does, and shows each in three views', async (lang, title, sender) => {
  await command(['preview', '--sample', '--out', 'out', '--now', '2026-11-24T13:20:00Z'], {
    cwd: directory,
    env: { LC_ALL: `${lang}_${lang.toUpperCase()}.UTF-8` },
  });
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1400, height: 9000 } });
    await page.goto(`file://${join(directory, 'out', 'index.html')}`, { waitUntil: 'networkidle' });
    const text = await page.locator('main').innerText();
    expect(text).toContain(title);
    expect(await page.locator('html').getAttribute('lang')).toBe(lang);
    expect(await page.locator('th').first().innerText()).toBe(sender);
    const rows = await page.locator('.inbox tr').allInnerTexts();
    expect(rows).toHaveLength(1 + kindIds.length);
    const [, subject] = /^([^\n\t]+)\t(.+)\t/.exec(rows[3]!)!.slice(1);
    expect(subject).toMatch(/\b22 (faktury zatwierdzone|invoices approved) .* (tydzień|week): \d/);

    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(1400);
    const mails = page.frames().slice(1);
    expect(mails).toHaveLength(3 * kindIds.length);
    const tops = await page.locator('section').first().locator('iframe').all();
    const boxes = await Promise.all(tops.map((frame) => frame.boundingBox()));
    expect(new Set(boxes.map((box) => box!.y)).size).toBe(1);
    const grounds = await Promise.all(
      mails.map((frame) => frame.evaluate<string>('getComputedStyle(document.body).backgroundColor')),
    );
    expect(grounds).toEqual(kindIds.flatMap(() => ['rgb(242, 244, 247)', 'rgb(242, 244, 247)', 'rgb(18, 22, 27)']));
    await page.setViewportSize({ width: 375, height: 800 });
    await page.goto(`file://${join(directory, 'out', '001-audit-completed-anna.nowak_biuro.example.html')}`);
    expect(await findVisibleFaults(page)).toEqual([]);
  } finally {
    await browser.close();
  }
});

test('Addresses of 252 characters give files whose names a file system takes', async () => {
  const address = `${'a'.repeat(64)}@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(57)}.example`;
  expect(address).toHaveLength(252);
  expect(await preview('--sample', 'absences', '--out', 'out', '--recipient', address)).toMatchObject({ code: 0 });
  const names = readdirSync(join(directory, 'out'));
  expect(names).toHaveLength(4);
  for (const name of names) expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
});

test('A preview from the database repeats its bytes, filters by recipient and prints one JSON object per mail', async () => {
  const at = new Date(Date.now() + 60_000).toISOString();
  expect((await preview('--demo', '--out', 'a', '--now', at)).code).toBe(0);
  expect((await preview('--demo', '--out', 'b', '--now', at)).code).toBe(0);
  expect(contents('b')).toEqual(contents('a'));
  const { stdout } = await preview(
    '--demo',
    '--out',
    'c',
    '--now',
    at,
    '--json',
    '--recipient',
    'WLASCICIEL@biuro-demo.example',
  );
  const mails = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { type: string; to: string; files: string[] });
  expect(mails.length).toBeGreaterThan(0);
  for (const { type, to, files } of mails) {
    expect([type, to]).toEqual(['preview', 'wlasciciel@biuro-demo.example']);
    expect(files.every((file) => readFileSync(join(directory, file)).length > 0)).toBe(true);
  }
});

test('`preview --quiet` renders every mail and prints nothing', async () => {
  expect(await preview('--sample', '--quiet')).toMatchObject({ code: 0, stdout: '', stderr: '' });
});

test('An unwritable folder prints one clear message and exits with 1', async () => {
  writeFileSync(join(directory, 'taken'), '');
  const { code, stderr } = await preview('--sample', '--out', 'taken');
  expect(code).toBe(1);
  expect(stderr).toContain('[PREVIEW_UNWRITABLE]');
});

test('--format html embeds the logo; the eml attaches it', async () => {
  writeFileSync(join(directory, 'logo.png'), logo.bytes);
  writeFileSync(
    join(directory, 'mobevo-notify.config.json'),
    JSON.stringify({
      database: { client: 'sqlite', file: 'x.db' },
      notifications: {},
      mailbox: { from: 'p@biuro.example', pickupDirectory: '.' },
      office: { name: 'Biuro', logo: { file: 'logo.png' }, accentColor: '#7a1fa2', signature: 'Biuro\nul. Polna 3' },
    }),
  );
  const html = (await preview('--sample', 'absences', '--format', 'html')).stdout;
  expect(html).toContain(`src="data:image/png;base64,${logo.bytes.toString('base64')}" width="160"`);
  expect(html).toMatch(/border-top:4px solid #7a1fa2/);
  expect(html).toContain('Biuro<br>\nul. Polna 3');
  const { parsed } = await parseMail((await preview('--sample', 'absences', '--format', 'eml')).stdout);
  expect(
    parsed.attachments.map(({ contentType, cid, related, content }) => ({
      contentType,
      cid,
      related,
      bytes: content.length,
    })),
  ).toEqual([{ contentType: 'image/png', cid: 'logo@mobevo-notify', related: true, bytes: logo.bytes.length }]);
});

test('The text is wrapped to the terminal and not wrapped elsewhere', () => {
  const config = {
    office: { ...office, locale: 'pl' as const },
    mailbox: { from: 'p@biuro.example', fromName: 'Biuro', transport: { type: 'pickup' as const, directory: '.' } },
  };
  for (const sample of previewSamples(config, { kinds: kindIds, now }, (error) => expect.fail(error.message))) {
    const text: Output['text'] = (code, args) => formatMessage({ code, ...omitUndefined({ args }) }, 'pl');
    const lines = mailLines({ colours: new Chalk({ level: 1 }), width: 60, text }, sample);
    expect(Math.max(...lines.map((line) => stripVTControlCharacters(line).length))).toBeLessThanOrEqual(60);
    expect(lines.join('')).toContain(`\u001b[1m${sample.rendered.text.split('\n')[0]!}`);
    const plain = mailLines({ colours: new Chalk({ level: 0 }), width: undefined, text }, sample).join('\n');
    expect(plain).toContain(`\nDo:      ${sample.recipient.name ?? sample.recipient.address}`);
    expect(plain).toContain(`\nTemat:   ${sample.rendered.subject}\n`);
    expect(plain).toContain(sample.rendered.text.trim());
  }
});
