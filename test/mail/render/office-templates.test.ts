import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { TemplateBrokenError } from '../../../src/errors/index.js';
import { knownNames } from '../../../src/mail/render/office-files.js';
import { loadTemplates } from '../../../src/mail/render/templates.js';
import { render, type RenderedMail } from '../../../src/mail/render/render.js';
import { kindIds, kinds } from '../../../src/notifications/index.js';
import { root } from '../../helpers/command.js';
import { mailOf, now, office, replaceTexts } from '../../helpers/mails.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mobevo-templates-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function override(name: string, source: string): string {
  const file = join(folder, `${name}.hbs`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, source);
  return file;
}

function absencesMail(): RenderedMail {
  return render(loadTemplates(folder), {
    kind: 'absences',
    content: kinds.absences.sample(now),
    locale: 'pl',
    office: { ...office, name: 'Kłos & Syn' },
    recipientName: null,
  });
}

test('An office can replace single template files; only HTML is escaped', () => {
  override('absences/subject', 'Absencje: {{office.name}}');
  override('absences/text', '{{#> layout/text}}Witaj, {{office.name}}{{/layout/text}}');
  override('partials/lead', '<h1>{{office.name}}: {{> @partial-block}}</h1>');
  const { subject, text, html } = absencesMail();
  expect(subject).toBe('Absencje: Kłos & Syn');
  expect(text).toMatch(/^Witaj, Kłos & Syn\n[^]*administrator programu powiadomień/);
  expect(html).toContain('<h1>Kłos &amp; Syn: Dziś, 24\u00a0listopada\u00a02026: 1 nieobecność</h1>');
  expect(html).toMatch(/<th scope="col" class="column"/);
});

test.each([
  ['absences/html', '{{#> layout/html}}\n{{#each lines}}\n{{/layout/html}}', /each doesn't match layout\/html - 2:/],
  ['absences/text', 'Dzień dobry\n{{#if today}', /line 2/],
  ['partials/lead', '\n\n{{/if}}', /line 3/],
  [
    'absences/html',
    '{{#> layout/html}}\n\n{{> partials/naglowek}}\n{{/layout/html}}',
    /line 3: there is no partial "partials\/naglowek"/,
  ],
  ['absences/text', '\n{{dzien today}}', /line 2: there is no helper "dzien"; the helpers are each, if, unless/],
  [
    'absences/text',
    '{{#> layout/text}}\n{{#if (rowne 1 2)}}{{/if}}\n{{/layout/text}}',
    /line 2: there is no helper "rowne"/,
  ],
  ['absences/subject', 'Nieobecności {{day office.dzien}}', /line 1: \{\{day\}\}: the values do not fit: Cannot read/],
  ['absences/text', 'Dzień dobry\n{{t "absences.nieznany"}}', /line 2: there is no text "absences\.nieznany"/],
  ['partials/heading', '\n{{t kindName}}', /line 2: \{\{t\}\}: there is no text "informacja/],
  ['absences/subject', '{{t "absences.subject"}}', /line 1: the text "absences\.subject" needs day=…/],
  ['absences/text', '\n{{t "absences.more"}}', /line 2: the text "absences\.more" needs count=…/],
  ['absences/text', '\n{{t "absences.more" count=ile}}', /line 2: \{\{t\}\}: absences\.more: count has no value/],
  ['absences/text', '\n\n{{number ile}}', /line 3: \{\{number\}\}: the value is not a number/],
  ['absences/subject', '{{nieznane}} ', /line 1: the subject is empty/],
  ['absences/text', '\n{{#dzien}}x{{/dzien}}', /line 2: there is no helper "dzien", and no mail .* each, if, unless/],
  ['absences/text', '\n{{^dzien}}x{{/dzien}}', /line 2: there is no helper "dzien", and no mail/],
  ['absences/text', '{{#if today}}x\n{{else dzien}}{{/if}}', /line 2: there is no helper "dzien", and no mail/],
  ['absences/text', '\n{{#blockHelperMissing}}{{/blockHelperMissing}}', /line 2: there is no helper "blockHelperM/],
  ['absences/text', '\n{{day}}', /line 2: the helper "day" needs arguments/],
  ['absences/text', '\n{{#each}}x{{/each}}', /line 2: the helper "each" needs arguments/],
  ['absences/text', '\n{{log}}', /line 2: there is no helper "log"/],
  ['absences/text', '\n{{log "x"}}', /line 2: there is no helper "log"/],
  ['partials/heading', '<h2>\n{{> partials/heading}}</h2>', /line 2: the partial "partials\/heading" includes itself/],
  ['partials/heading', '\n{{> partials/client-html}}', /line 2: the partial "partials\/heading" includes itself/],
  ['partials/heading', '<h2>\n{{> @partial-block}}\n{{month office.name}}</h2>', /line 3: \{\{month\}\}: /],
])('A broken %s is reported with file and line', (name, source, reason) => {
  const file = override(name, source);
  let thrown: unknown;
  try {
    absencesMail();
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(TemplateBrokenError);
  expect((thrown as TemplateBrokenError).message).toContain(file);
  expect((thrown as TemplateBrokenError).message).toMatch(reason);
});

test('A broken partial stops only the kinds whose templates include it, also where they do so under a condition', () => {
  override('partials/client-html', '<p>{{#if office.name}}');
  override('partials/own', '{{> partials/own}}');
  const templates = loadTemplates(folder);
  const broken = kindIds.filter((kind) => {
    try {
      templates.check(kind);
      return false;
    } catch (error) {
      expect(error).toMatchObject({ code: 'TEMPLATE_BROKEN' });
      expect((error as Error).message).toContain('client-html.hbs');
      return true;
    }
  });
  expect(broken.sort()).toEqual([
    'audit-completed',
    'client-activity-accounting',
    'client-activity-hr',
    'documents-delivered',
  ]);
});

test('A template with many blocks loads at once', () => {
  override('partials/lead', '{{#office}}{{name}}{{/office}}'.repeat(60));
  const started = performance.now();
  loadTemplates(folder).check('absences');
  expect(performance.now() - started).toBeLessThan(2000);
});

test('Templates with the line ends of Windows give the same mail', () => {
  const original = absencesMail();
  const templates = readdirSync(join(root, 'templates'), { recursive: true, encoding: 'utf8' });
  for (const name of templates.filter((file) => /^(absences|layout|partials)\b.*\.hbs$/.test(file)))
    override(name.slice(0, -4), readFileSync(join(root, 'templates', name), 'utf8').replaceAll('\n', '\r\n'));
  const { subject, text } = absencesMail();
  expect({ subject, text }).toEqual({ subject: original.subject, text: original.text });
});

test('A block may be named after a value of a mail, or after one that the office names itself', () => {
  override(
    'absences/text',
    '{{#absences}}{{#client}}x{{/client}}{{/absences}}{{#each absences as |wpis|}}{{#wpis}}y{{/wpis}}{{/each}}{{#../kind}}{{/../kind}}{{#nie.ma}}{{/nie.ma}}',
  );
  expect(() => absencesMail()).not.toThrow();
});

test('A built-in template uses every value that a mail has, so that an office may name a block after it', () => {
  const known = knownNames(folder);
  const unknownIn = (content: object): string[] =>
    Object.entries(content).flatMap(([name, value]: [string, unknown]) => [
      ...(Array.isArray(content) || known.has(name) ? [] : [name]),
      ...(typeof value === 'object' && value !== null ? unknownIn(value) : []),
    ]);
  expect(kindIds.flatMap((kind) => unknownIn(kinds[kind].sample(now)))).toEqual([]);
});

test('A missing field is rendered as empty', () => {
  override('absences/text', 'Dzień {{today}}{{nieznane}}{{#if inne.pole}}x{{/if}}');
  expect(absencesMail().text).toBe('Dzień 2026-11-24\n');
});

test.each(kindIds)('%s stays below 102 kB, and its subject below 151 characters, with oversized data', (kind) => {
  const content = replaceTexts(kinds[kind].sample(now), '<&"\'>'.repeat(2000)) as Record<string, unknown>;
  const many = Object.fromEntries(
    Object.entries(content).map(([key, value]) => [
      key,
      Array.isArray(value) && value.length > 0 && key !== 'days' && key !== 'recent'
        ? Array.from({ length: 20 }, (_, index) => value[index % value.length] as unknown)
        : value,
    ]),
  );
  const mail = mailOf(kind, many, 'pl', { recipientName: '<&"\'>'.repeat(2000) });
  expect(Buffer.byteLength(mail.html)).toBeLessThan(102_000);
  expect(mail.html).toContain('…');
  expect(Array.from(mail.subject).length).toBeLessThanOrEqual(150);
  expect(mail.html).not.toMatch(/href="[^"]*…/);
});

test('A template in UTF-16 is read; one that is not UTF-8 is a fault with its file and line', () => {
  const file = override('absences/subject', '');
  writeFileSync(file, Buffer.from('\uFEFFNieobecności: {{office.name}}\r\n', 'utf16le'));
  expect(absencesMail().subject).toBe('Nieobecności: Kłos & Syn');
  writeFileSync(file, Buffer.from('Nieobecno\x9cci', 'latin1'));
  expect(absencesMail).toThrow(
    `The template ${file} cannot be used: line 1, column 10 is not UTF-8; save the file with the encoding UTF-8`,
  );
});
