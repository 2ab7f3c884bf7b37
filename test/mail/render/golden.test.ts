import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'cheerio';
import { describe, expect, it } from 'vitest';
import { kindIds, type RegisteredKindId } from '../../../src/notifications/index.js';
import { parseMail, winter, type SentMail } from '../../helpers/office.js';
import { hostileName, sizedOffice, type Size } from '../../helpers/sized-office.js';

const sizes: readonly Size[] = ['empty', 1, 2, 5, 22, 500, 'hostile'];
const cases = sizes.flatMap((size) => (['pl', 'en'] as const).map((locale) => [size, locale] as const));

/** Expected subjects by size, in Polish and English. */
const subjects: Readonly<Record<RegisteredKindId, Readonly<Record<1 | 2 | 5 | 22 | 500, readonly [string, string]>>>> =
  {
    'audit-completed': {
      1: ['Audyt wykazał 1 błąd i 2 ostrzeżenia: Firma 1', 'The audit found 1 error and 2 warnings: Firma 1'],
      2: ['Zakończono 2 audyty, oba z błędami', '2 audits completed, both with errors'],
      5: ['Zakończono 5 audytów, wszystkie z błędami', '5 audits completed, all with errors'],
      22: ['Zakończono 22 audyty, wszystkie z błędami', '22 audits completed, all with errors'],
      500: ['Zakończono 500 audytów, wszystkie z błędami', '500 audits completed, all with errors'],
    },
    'documents-delivered': {
      1: ['Dostarczono 3 dokumenty za październik 2026: Firma 1', '3 documents delivered for October 2026: Firma 1'],
      2: ['Dokumenty od 2 klientów: 2 dostarczenia', 'Documents from 2 clients: 2 deliveries'],
      5: ['Dokumenty od 5 klientów: 5 dostarczeń', 'Documents from 5 clients: 5 deliveries'],
      22: ['Dokumenty od 22 klientów: 22 dostarczenia', 'Documents from 22 clients: 22 deliveries'],
      500: ['Dokumenty od 500 klientów: 500 dostarczeń', 'Documents from 500 clients: 500 deliveries'],
    },
    'user-activity': {
      1: ['1 faktura zatwierdzona przez Ciebie 23 listopada 2026', '1 invoice approved by you on 23 November 2026'],
      2: ['2 faktury zatwierdzone przez Ciebie 23 listopada 2026', '2 invoices approved by you on 23 November 2026'],
      5: ['5 faktur zatwierdzonych przez Ciebie 23 listopada 2026', '5 invoices approved by you on 23 November 2026'],
      22: ['22 faktury zatwierdzone przez Ciebie 23 listopada 2026', '22 invoices approved by you on 23 November 2026'],
      500: [
        '500 faktur zatwierdzonych przez Ciebie 23 listopada 2026',
        '500 invoices approved by you on 23 November 2026',
      ],
    },
    // Anna approved half of the invoices, other users one each.
    'office-activity': {
      1: ['2 faktury zatwierdzone w biurze 23 listopada 2026', '2 invoices approved in the office on 23 November 2026'],
      2: ['4 faktury zatwierdzone w biurze 23 listopada 2026', '4 invoices approved in the office on 23 November 2026'],
      5: [
        '10 faktur zatwierdzonych w biurze 23 listopada 2026',
        '10 invoices approved in the office on 23 November 2026',
      ],
      22: [
        '44 faktury zatwierdzone w biurze 23 listopada 2026',
        '44 invoices approved in the office on 23 November 2026',
      ],
      500: [
        '1000 faktur zatwierdzonych w biurze 23 listopada 2026',
        '1,000 invoices approved in the office on 23 November 2026',
      ],
    },
    'client-activity-hr': {
      1: ['1 zdarzenie kadrowe w panelu: Firma 1', '1 HR event in the panel: Firma 1'],
      2: ['Aktywność 2 klientów w panelu: 2 zdarzenia kadrowe', 'Activity of 2 clients in the panel: 2 HR events'],
      5: ['Aktywność 5 klientów w panelu: 5 zdarzeń kadrowych', 'Activity of 5 clients in the panel: 5 HR events'],
      22: ['Aktywność 22 klientów w panelu: 22 zdarzenia kadrowe', 'Activity of 22 clients in the panel: 22 HR events'],
      500: [
        'Aktywność 500 klientów w panelu: 500 zdarzeń kadrowych',
        'Activity of 500 clients in the panel: 500 HR events',
      ],
    },
    'client-activity-accounting': {
      1: ['1 zdarzenie księgowe w panelu: Firma 1', '1 accounting event in the panel: Firma 1'],
      2: [
        'Aktywność 2 klientów w panelu: 2 zdarzenia księgowe',
        'Activity of 2 clients in the panel: 2 accounting events',
      ],
      5: [
        'Aktywność 5 klientów w panelu: 5 zdarzeń księgowych',
        'Activity of 5 clients in the panel: 5 accounting events',
      ],
      22: [
        'Aktywność 22 klientów w panelu: 22 zdarzenia księgowe',
        'Activity of 22 clients in the panel: 22 accounting events',
      ],
      500: [
        'Aktywność 500 klientów w panelu: 500 zdarzeń księgowych',
        'Activity of 500 clients in the panel: 500 accounting events',
      ],
    },
    absences: {
      1: ['Nieobecności 24 listopada 2026: dziś 1, nowe 1', 'Absences on 24 November 2026: today 1, new 1'],
      2: ['Nieobecności 24 listopada 2026: dziś 2, nowe 2', 'Absences on 24 November 2026: today 2, new 2'],
      5: ['Nieobecności 24 listopada 2026: dziś 5, nowe 5', 'Absences on 24 November 2026: today 5, new 5'],
      22: ['Nieobecności 24 listopada 2026: dziś 22, nowe 22', 'Absences on 24 November 2026: today 22, new 22'],
      500: ['Nieobecności 24 listopada 2026: dziś 500, nowe 500', 'Absences on 24 November 2026: today 500, new 500'],
    },
  };

/** Maximum number of entries that a mail lists; the rest is only counted. */
const listLimits: Readonly<Record<RegisteredKindId, number>> = {
  'audit-completed': 20,
  'documents-delivered': 25,
  'user-activity': Infinity,
  'office-activity': 60,
  'client-activity-hr': 50,
  'client-activity-accounting': 50,
  absences: 25,
};

/** Number of entries that the HTML part lists. */
function listed(kind: RegisteredKindId, html: string): number {
  const $ = load(html);
  const rows = (index: number) => $('table.data').eq(index).children('tbody').children('tr').length - 1;
  switch (kind) {
    case 'audit-completed':
      return $('h2').length;
    case 'documents-delivered':
      return $('table.data').length;
    case 'office-activity':
      return rows(2) - 1;
    case 'absences':
      return rows(0);
    case 'user-activity':
      return Number($('table.data').eq(1).find('td').last().text());
    default:
      return $('table.data')
        .get()
        .reduce((sum, table) => sum + $(table).children('tbody').children('tr').length - 1, 0);
  }
}

function expectValues(
  kind: RegisteredKindId,
  { subject, text, html, parsed }: SentMail,
  size: 1 | 2 | 5 | 22 | 500,
  locale: 'pl' | 'en',
): void {
  expect(subject).toBe(subjects[kind][size][locale === 'pl' ? 0 : 1]);
  const isOffice = kind === 'office-activity';
  const count = isOffice ? size + 1 : size;
  const unlisted = Math.max(0, count - listLimits[kind]);
  // Of each client without listed activities the number is told, for a hundred clients at most.
  const more = kind.startsWith('client-activity') ? Math.max(0, count - 100) : unlisted;
  expect(listed(kind, html)).toBe(Math.min(count, listLimits[kind]) + (isOffice && unlisted > 0 ? 1 : 0));
  for (const part of [text, load(html)('body').text()].map((one) => one.replaceAll('\u00a0', ' '))) {
    if (more > 0) expect(part).toContain(locale === 'pl' ? `i jeszcze ${more} ` : `and ${more} `);
    else expect(part).not.toMatch(/i jeszcze|\band \d+ (more|earlier)/);
    const names = { 'user-activity': '23.11', 'office-activity': 'Osoba 1', absences: 'Osoba 1' } as Partial<
      Record<RegisteredKindId, string>
    >;
    expect(part).toContain(names[kind] ?? 'Firma ');
    if (kind === 'absences') expect(part).toMatch(/(pon\.|Mon) 23 – (pt\.|Fri) 27\.11/);
    if (kind.startsWith('client-activity')) expect(part).toMatch(/(wt\.|Tue) 24\.11/);
  }
  expect(parsed.date?.toISOString()).toBe('2026-11-24T13:00:00.000Z');
}

/** The headers, the text part and a SHA-256 digest of the whole mail. */
function golden(raw: Buffer, { parsed, text }: SentMail): string {
  const headers = parsed.headerLines
    .filter(({ key }) => ['from', 'to', 'subject', 'date', 'message-id', 'list-id', 'mime-version'].includes(key))
    .map(({ line }) => line);
  return `${headers.join('\n')}\n\n${text.trimEnd()}\n\nSHA-256 ${createHash('sha256').update(raw).digest('hex')}\n`;
}

describe.each(cases)('Size %s in %s', (size, locale) => {
  it('every kind equals its golden file and contains its data', async () => {
    const office = sizedOffice(size, locale);
    try {
      expect((await office.run(winter('11-24 14:00'))).exitCode).toBe(0);
      const raws = readdirSync(office.outbox).map((name) => readFileSync(join(office.outbox, name)));
      const mails = new Map(await Promise.all(raws.map(async (raw) => [raw, await parseMail(raw)] as const)));
      expect([...mails.values()].map(({ kind }) => kind).sort()).toEqual([...kindIds].sort());
      for (const [raw, mail] of mails) {
        const kind = mail.kind as RegisteredKindId;
        expect(Buffer.byteLength(mail.html)).toBeLessThan(102_000);
        expect(
          Math.max(
            ...raw
              .toString('latin1')
              .split('\r\n')
              .map((line) => line.length),
          ),
        ).toBeLessThan(998);
        expect(`${mail.subject}${mail.text}${mail.html}`).not.toMatch(/undefined|\bnull\b|NaN|Invalid/);
        expect(mail.parsed.attachments).toEqual([]);
        if (typeof size === 'number') expectValues(kind, mail, size, locale);
        if (size === 'hostile') {
          expect(mail.parsed.headers.has('bcc')).toBe(false);
          expect(mail.html).not.toContain('<b>Żółć');
          if (kind !== 'user-activity')
            expect(mail.text.replace(/\s+/g, ' ')).toContain(hostileName.replace(/\s+/g, ' '));
        }
        await expect(golden(raw, mail)).toMatchFileSnapshot(join('golden', `${kind}-${size}-${locale}.txt`));
      }
    } finally {
      office.close();
    }
  });
});
