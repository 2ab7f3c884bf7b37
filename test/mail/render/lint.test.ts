import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { caniemail } from 'caniemail';
import { load, type CheerioAPI } from 'cheerio';
import { describe, expect, it } from 'vitest';
import { contrast } from '../../../src/mail/render/accent.js';
import { root } from '../../helpers/command.js';
import { everyMail, logo, mailOf, office } from '../../helpers/mails.js';

const clients = ['outlook.*', 'gmail.*', 'apple-mail.*', 'samsung-email.*'] as const;

/** Features that some of these clients do not support, with the harmless effect there. */
const harmless: Readonly<Record<string, string>> = {
  '@media': 'it stays light and at its width',
  '<style> element': 'it stays light and at its width',
  'display:none': 'the preheader has no height and mso-hide beside it',
  overflow: 'display:none and mso-hide hide the preheader too',
  'table-layout': 'Word lays tables out by their width attributes',
  'word-break': 'Windows Mail lets a word without a break widen its table',
  'role attribute': 'Windows Mail reads layout tables out as tables',
  'Attribute selector': 'only Apple Mail makes links of dates',
  'Type selector': 'only Apple Mail makes links of dates',
  '<body> element': 'the outer table is coloured as the body is',
};

function tagNames($: CheerioAPI): Set<string> {
  return new Set(
    $('body *')
      .map((_, element) => element.tagName)
      .get(),
  );
}

describe.each(everyMail)('%s in %s', (kind, locale) => {
  const mail = mailOf(kind, undefined, locale, {
    recipientName: 'Anna Nowak',
    office: { ...office, logo, signature: 'Biuro\nul. Polna 3' },
  });
  const $ = load(mail.html);

  it('uses no feature that breaks in a supported mail client', () => {
    const { errors } = caniemail({ clients: [...clients], html: mail.html }).issues;
    expect(Object.keys(harmless)).toEqual(
      expect.arrayContaining([...new Set([...errors.values()].flat().map(({ title }) => title))]),
    );
    expect(
      [...tagNames($)].filter(
        (tag) => !['a', 'br', 'div', 'h1', 'h2', 'img', 'p', 'span', 'table', 'tbody', 'td', 'th', 'tr'].includes(tag),
      ),
    ).toEqual([]);
    expect(mail.html).not.toMatch(/url\(|@import|\bon[a-z]+=|position:|float:|flex|grid/);
  });

  it('has its language, its subject and a preheader', () => {
    expect(mail.html).toMatch(/^<!DOCTYPE html>\n/);
    expect($('html').attr('lang')).toBe(locale);
    expect($('title').text().replaceAll('\u00a0', ' ')).toBe(mail.subject);
    const outer = $('body').children().first();
    expect(outer.attr('lang')).toBe(locale);
    const preheader = outer.children().first();
    expect(preheader.attr('style')).toBe('display:none;max-height:0;overflow:hidden;mso-hide:all');
    const [shown, filler] = preheader.text().split(/(?=\u034f)/u, 2);
    expect(Array.from(shown!).length).toBeLessThanOrEqual(100);
    expect(shown).toMatch(/\p{L}.*\p{L}/u);
    expect(shown).not.toMatch(/^[\s,;:.]|[\s;:,]$|[,;:] ?[,;:]/);
    expect(mail.subject).not.toContain(shown);
    expect(filler).toMatch(/^\u034f\u00a0$/);
    expect($('h1').length).toBe(1);
    expect(mail.subject.startsWith($('h1').text().trim().replaceAll('\u00a0', ' ')) || kind === 'absences').toBe(true);
  });

  it('marks layout tables, and gives every header cell a scope and every image a text', () => {
    $('table').each((_, table) => {
      const scopes = $(table)
        .children()
        .children('tr')
        .children('th')
        .map((__, cell) => $(cell).attr('scope'))
        .get();
      if ($(table).attr('role') === 'presentation') expect(scopes).toEqual([]);
      else expect(scopes.length).toBeGreaterThan(0);
    });
    $('th').each((_, cell) => {
      expect(['row', 'col']).toContain($(cell).attr('scope'));
    });
    $('table').each((_, table) => {
      expect($(table).attr()).toMatchObject({ cellpadding: '0', cellspacing: '0', border: '0' });
    });
    expect(
      $('img')
        .map((_, image) => $(image).attr('src'))
        .get(),
    ).toEqual(['cid:logo@mobevo-notify']);
    expect($('img').attr()).toMatchObject({ alt: office.name, width: '120' });
  });

  it('has inline styles on every element with a class', () => {
    $('[class]').each((_, element) => {
      expect($(element).attr('style'), $.html(element)).toMatch(/[a-z-]+:[^;]+/);
    });
    expect(mail.html).not.toMatch(/var\(--|\{\{/);
    const inHead = [
      ...$('style')
        .text()
        .matchAll(/\.([a-z-]+)/g),
    ].map(([, name]) => name!);
    const sheet = readFileSync(join(root, 'templates', 'style.css'), 'utf8');
    for (const name of inHead) expect(sheet).toContain(`\n.${name} {`);
  });

  it('is well-formed, smaller than 30 kB and has lines below 998 bytes', () => {
    for (const tag of ['table', 'tr', 'td', 'th', 'h1', 'h2', 'p', 'div', 'span', 'a']) {
      expect(mail.html.split(new RegExp(`<${tag}[ >]`)).length, tag).toBe(mail.html.split(`</${tag}>`).length);
    }
    expect(Buffer.byteLength(mail.html)).toBeLessThan(30_000);
    for (const part of [mail.html, mail.text])
      expect(Math.max(...part.split('\n').map((line) => Buffer.byteLength(line)))).toBeLessThan(998);
  });
});

it('Every class of the templates has a rule, and every rule is used', () => {
  const sheet = readFileSync(join(root, 'templates', 'style.css'), 'utf8');
  const sources = readdirSync(join(root, 'templates'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.hbs'))
    .map((file) => readFileSync(join(root, 'templates', file), 'utf8'))
    .join('');
  const used = new Set([...sources.matchAll(/class="([^"]*)"/g)].flatMap(([, names]) => names!.split(' ')));
  expect([...used].sort()).toEqual([...sheet.matchAll(/^\.([a-z-]+) \{/gm)].map(([, name]) => name!).sort());
});

it.each(['#1f5fa8', '#ffd400', '#000000', '#ffffff', '#00ff00', '#808080'])(
  'The accent colour %s has enough contrast in light and dark mode',
  (accentColor) => {
    const { html } = mailOf('audit-completed', undefined, 'pl', { office: { ...office, accentColor } });
    const rgb = (colour: string) => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
    const light = /class="link"[^>]*style="color:(#[\da-f]{6})"/.exec(html)![1]!;
    const dark = /\.link \{ color: (#[\da-f]{6})/.exec(html)![1]!;
    expect(contrast(rgb(light), rgb('#ffffff'))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(rgb(dark), rgb('#1b2127'))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(rgb(dark), rgb('#12161b'))).toBeGreaterThanOrEqual(4.5);
    if (accentColor === '#1f5fa8') expect(light).toBe(accentColor);
  },
);
