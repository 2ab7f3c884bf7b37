import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Handlebars from 'handlebars';
import { describe, expect, it } from 'vitest';
import { kindIds, type KindId } from '../../src/config/index.js';
import { loadTemplates, render, type Locale, type RenderedMail } from '../../src/mail/index.js';
import { kinds } from '../../src/notifications/index.js';
import type { AbsencesContent } from '../../src/notifications/absences/content.js';
import type { Audit, AuditContent } from '../../src/notifications/audit-completed/content.js';
import type { ClientActivity, ClientActivityContent } from '../../src/notifications/client-activity/content.js';
import type { DeliveriesContent, Delivery } from '../../src/notifications/documents-delivered/content.js';
import type { OfficeActivityContent } from '../../src/notifications/office-activity/content.js';
import type { UserActivityContent } from '../../src/notifications/user-activity/content.js';
import { packageRoot } from '../../src/package-root.js';

const templates = loadTemplates();
const now = new Date('2026-11-24T13:20:00Z');
const office = { name: 'Biuro Rachunkowe Saldo', panelUrl: 'https://saldo.mobevo.pl', timeZone: 'Europe/Warsaw' };
const locales = ['pl', 'en'] as const;
const everyMail = kindIds.flatMap((kind) => locales.map((locale) => [kind, locale] as const));
const folder = join(packageRoot, 'templates');

interface Changes { readonly locale?: Locale; readonly recipientName?: string | null; readonly office?: Partial<typeof office> }

function mailOf(kind: KindId, content: object = kinds[kind].sample(now), { locale = 'pl', recipientName = null, office: other }: Changes = {}): RenderedMail {
  return render(templates, { kind, content, locale, office: { ...office, ...other }, recipientName });
}

/** What a reader of the HTML part sees, without markup. */
function seen({ html }: RenderedMail): string {
  return html.replace(/<style>.*?<\/style>|<title>.*?<\/title>/gs, '').replace(/<br>|<\/(td|th)>/g, ' ').replace(/<[^>]*>/g, '')
    .replaceAll('&quot;', '"').replaceAll('&#x27;', "'").replaceAll('&amp;', '&').replace(/\s+/g, ' ');
}

function expectInBoth(mail: RenderedMail, ...expected: readonly string[]): void {
  const [text, html] = [mail.text.replace(/\s+/g, ' '), seen(mail)];
  for (const words of expected) {
    expect(text).toContain(words);
    expect(html).toContain(words);
  }
}

const client = { name: 'Żwirownia & Transport Łąccy', taxId: '7010416356' };
const sampleOf = <Content>(kind: KindId) => kinds[kind].sample(now) as Content;
const times = <Item>(count: number, item: Item): Item[] => Array.from({ length: count }, () => item);

describe.each(everyMail)('%s in %s', (kind, locale) => {
  const mail = mailOf(kind, undefined, { locale, recipientName: 'Anna Nowak' });

  it('leaves no markup, no key and no hole', () => {
    for (const part of [mail.subject, mail.text, mail.html, seen(mail)]) {
      expect(part).not.toMatch(/\{\{|\}\}|undefined|\bnull\b|NaN|Invalid|\[object/);
      expect(part).not.toMatch(/\b(kinds|footer|why|audit|documents|approvals|activity|absences|test)\.[a-z]/i);
    }
    expect(mail.text).not.toMatch(/<\/?[a-z]|&[a-z]+;|&#/);
    expect(mail.text).not.toMatch(/\n{3}|[ \t]$/m);
    expect(Math.max(...mail.text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(78);
    expect(mail.subject).not.toMatch(/[[\](){}<>|*#!→\n]/);
    expect(mail.subject.length).toBeLessThan(100);
  });

  it('is HTML that needs nothing from outside', () => {
    expect(mail.html).toMatch(new RegExp(`^<!DOCTYPE html>\\n<html lang="${locale}">`));
    expect(mail.html).not.toMatch(/<(img|script|link|iframe|form)|\bsrc=|url\(|@import|\bon[a-z]+=/);
    expect(Buffer.byteLength(mail.html)).toBeLessThan(60_000);
    expect([...mail.html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href)).toEqual([office.panelUrl]);
    for (const tag of ['table', 'tr', 'td', 'th', 'h1', 'h2', 'p', 'div', 'span', 'a']) {
      const count = (pattern: string) => [...mail.html.matchAll(new RegExp(pattern, 'g'))].length;
      expect(count(`<${tag}[ >]`), tag).toBe(count(`</${tag}>`));
    }
    for (const [, attributes] of mail.html.matchAll(/<th([^>]*)>/g)) expect(attributes).toMatch(/ scope="(col|row)"/);
  });

  it('greets, and says whose Mobevo it is, why it came and who switches it off', () => {
    const catalogue = words(locale);
    expectInBoth(mail, locale === 'pl' ? 'Dzień dobry, Anna Nowak.' : 'Hello Anna Nowak,', office.name, office.panelUrl,
      catalogue[`kinds.${kind}`]!, catalogue[`why.${kind}`]!, 'System → Konfiguracja → Program → System powiadomień');
    const { panelUrl: _, ...withoutPanel } = office;
    const bare = render(templates, { kind, content: kinds[kind].sample(now), locale, office: withoutPanel, recipientName: null });
    expect(bare.html + bare.text).not.toMatch(/Dzień dobry|Hello|href=|mobevo\.pl(?!\/audyt)/);
  });

  it('shows what is hostile as it is, and only as text', () => {
    const hostile = '<script>alert("x")</script> & \'y\' {{x}} {{{z}}} $t(kinds.absences) $& javascript:';
    const soiled = mailOf(kind, soil(kinds[kind].sample(now), hostile), { locale, recipientName: hostile, office: { name: hostile } });
    const shown = soiled.html.split(Handlebars.escapeExpression(hostile)).length - 1;
    expect(soiled.html).not.toContain('<script');
    expect(soiled.html).not.toMatch(/href="(?!https:)/);
    expect(shown).toBeGreaterThan(1);
    expect(soiled.text.split(hostile).length - 1).toBeGreaterThan(1);
    expect(soiled.text).not.toMatch(/&(lt|amp|quot|#x27);/);

    const broken = mailOf(kind, soil(kinds[kind].sample(now), 'Firma\r\nBcc: a@b.example\u2028c\u0085d\tz o.o.'), { locale });
    expect(broken.subject).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
  });
});

/** The content with every name, word and address in it replaced. */
function soil<Value>(value: Value, hostile: string, key = ''): Value {
  if (Array.isArray(value)) return value.map((item) => soil(item as unknown, hostile, key)) as Value;
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, soil(inner as unknown, hostile, name)])) as Value;
  }
  const isData = typeof value !== 'string' || key === 'change' || (key !== 'period' && /^\d{4}-\d\d-\d\d/.test(value));
  return (isData ? value : hostile) as Value;
}

describe('audit-completed', () => {
  const audit: Audit = {
    client, period: '2026-10', occurredAt: '2026-11-24T13:05:00Z', startedBy: 'Magdalena Wójcik', errors: 0, warnings: 0,
    reportUrl: null, findings: [], moreFindings: 0,
  };
  const one = (changes: Partial<Audit>) => mailOf('audit-completed', { audits: [{ ...audit, ...changes }], total: 1, more: 0 });

  it.each([
    [1, 5, 'Audyt wykazał 1 błąd i 5 ostrzeżeń'],
    [2, 1, 'Audyt wykazał 2 błędy i 1 ostrzeżenie'],
    [5, 22, 'Audyt wykazał 5 błędów i 22 ostrzeżenia'],
    [22, 112, 'Audyt wykazał 22 błędy i 112 ostrzeżeń'],
    [112, 0, 'Audyt wykazał 112 błędów, bez ostrzeżeń'],
    [0, 2, 'Audyt wykazał 2 ostrzeżenia, bez błędów'],
    [0, 0, 'Audyt nie wykazał błędów ani ostrzeżeń'],
  ])('of %d errors and %d warnings says so first', (errors, warnings, expected) => {
    const mail = one({ errors, warnings });
    expect(mail.subject).toBe(`${expected}: ${client.name}`);
    expect(mail.text.split('\n')[0]).toBe(expected);
    expectInBoth(mail, expected, client.name, 'NIP 7010416356', 'październik 2026', '24.11.2026 14:05', 'Magdalena Wójcik');
  });

  it('names the findings, what was cut, and the report as text only', () => {
    const mail = mailOf('audit-completed');
    expect(mail.subject).toBe('Zakończono 2 audyty, są w nich błędy');
    expectInBoth(mail, 'VAT-014', 'Koszt zaksięgowany po dacie zamknięcia okresu', 'ostrzeżenie', 'i jeszcze 2 ustalenia',
      'Audyt nie wykazał błędów ani ostrzeżeń', 'https://biuro.mobevo.pl/audyt/1841');
    expectInBoth(one({ findings: [{ code: null, title: 'Bez kodu', severity: 'krytyczny', count: 12 }] }), 'Bez kodu', 'krytyczny', '12');
  });

  it.each([[2, 'audyty', 'audyty'], [5, 'audytów', 'audytów'], [22, 'audyty', 'audyty'], [112, 'audytów', 'audytów']])('counts %d', (total, form, moreForm) => {
    const content: AuditContent = { audits: [audit], total, more: total };
    expect(mailOf('audit-completed', content).subject).toBe(`Zakończono ${total} ${form}`);
    expectInBoth(mailOf('audit-completed', content), `i jeszcze ${total} ${moreForm}`);
  });
});

describe('documents-delivered', () => {
  const delivery: Delivery = {
    client: { name: 'Firma', taxId: null }, period: null, occurredAt: '2026-11-24T12:30:00Z', deliveredOn: null, deliveredBy: null,
    receivedBy: null, kinds: null, count: null, remarks: null,
  };
  const one = (changes: Partial<Delivery>) => mailOf('documents-delivered', { deliveries: [{ ...delivery, ...changes }], total: 1, more: 0 });

  it('tells who brought what, for which month, and who took it in', () => {
    const mail = mailOf('documents-delivered');
    expect(mail.subject).toBe('Dostarczono 34 dokumenty za listopad 2026: Usługi Remontowe Paweł Żółć');
    expectInBoth(mail, 'Dostarczono 34 dokumenty za listopad 2026', 'NIP 8981028846', '24.11.2026', 'Paweł Żółć', 'Katarzyna Mazur',
      '24.11.2026 13:30', 'faktury sprzedaży, faktury zakupu, wyciąg bankowy', 'Brak wyciągu za ostatni tydzień, klient dośle.');
    expect(mailOf('documents-delivered', undefined, { locale: 'en' }).subject)
      .toBe('34 documents delivered for November 2026: Usługi Remontowe Paweł Żółć');
  });

  it.each([
    [null, 'Dostarczono dokumenty'], [0, 'Dostarczono dokumenty'], [1, 'Dostarczono 1 dokument'], [2, 'Dostarczono 2 dokumenty'],
    [5, 'Dostarczono 5 dokumentów'], [22, 'Dostarczono 22 dokumenty'], [112, 'Dostarczono 112 dokumentów'],
  ])('counts %s documents', (count, expected) => {
    expect(one({ count }).subject).toBe(`${expected}: Firma`);
    expect(one({ count, period: '3 kwartał 2026' }).subject).toBe(`${expected} za 3 kwartał 2026: Firma`);
    expect(one({ count }).text.includes('Liczba dokumentów')).toBe(count !== null);
    expect(one({ count }).text).not.toContain('NIP');
  });

  it('keeps remarks of several lines', () => {
    const mail = one({ remarks: 'Brak wyciągu.\nResztę doniesie.' });
    expect(mail.text).toContain('Uwagi: Brak wyciągu.\n  Resztę doniesie.');
    expect(mail.html).toMatch(/white-space:pre-line[^>]*>Brak wyciągu\.\nResztę doniesie\./);
  });

  it.each([[2, 'dostarczenia', 'wcześniejsze dostarczenia'], [5, 'dostarczeń', 'wcześniejszych dostarczeń'], [22, 'dostarczenia', 'wcześniejsze dostarczenia']])(
    'counts %d deliveries', (total, form, moreForm) => {
      const content: DeliveriesContent = { deliveries: times(2, delivery), total, more: total };
      expect(mailOf('documents-delivered', content).subject).toBe(`Dokumenty od klientów: ${total} ${form}`);
      expectInBoth(mailOf('documents-delivered', content), `i jeszcze ${total} ${moreForm}`);
    });
});

describe('summaries of approvals', () => {
  const forms = [
    [0, 'faktur', 'zatwierdzonych'], [1, 'faktura', 'zatwierdzona'], [2, 'faktury', 'zatwierdzone'], [5, 'faktur', 'zatwierdzonych'],
    [22, 'faktury', 'zatwierdzone'], [112, 'faktur', 'zatwierdzonych'],
  ] as const;

  it.each(forms)('decline %d %s', (count, noun, participle) => {
    const user = sampleOf<UserActivityContent>('user-activity');
    const mail = mailOf('user-activity', { ...user, days: [{ day: user.referenceDay, count }], week: { ...user.week, count } });
    expect(mail.subject).toBe(`${count} ${noun} ${participle} przez Ciebie w dniu 20.11.2026`);
    expect(mail.text).toContain(`pt. 20.11: ${count} ${noun}\n`);
    expect(mail.text).toContain(`tydzień 16.11.2026–20.11.2026: ${count} ${noun}\n`);
    expect(seen(mail)).toContain(`tydzień 16.11.2026–20.11.2026 ${count} `);

    const all = sampleOf<OfficeActivityContent>('office-activity');
    expect(mailOf('office-activity', { ...all, total: { ...all.total, days: [count] } }).subject)
      .toBe(`${count} ${noun} ${participle} w biurze w dniu 20.11.2026`);
  });

  it('give each user a row, a total, and the dates they cover', () => {
    const mail = mailOf('office-activity');
    expect(mail.text).toContain('  Katarzyna Mazur: 22 (tydzień 85, miesiąc 312)\n');
    expect(mail.text).toContain('  Razem: 27 (tydzień 187, miesiąc 746)\n');
    expectInBoth(mail, '16.11.2026–20.11.2026', '01.11.2026–20.11.2026');
    for (const row of ['Katarzyna Mazur 22 85 312', 'Łukasz Wiśniewski 0 41 190', 'Magdalena Wójcik 5 61 244', 'Razem 27 187 746']) {
      expect(seen(mail)).toContain(row);
    }
  });

  it('list every day since the last one, the reference day first in the subject', () => {
    const days = ['2026-11-21', '2026-11-22', '2026-11-23'];
    const span = { from: '2026-11-23', until: '2026-11-23' };
    const row = { user: 'Anna', days: [0, 1, 5], week: 5, month: 12345 };
    const mail = mailOf('office-activity', { referenceDay: '2026-11-23', days, week: span, month: span, rows: [row], total: row });
    expect(mail.subject).toBe('5 faktur zatwierdzonych w biurze w dniu 23.11.2026');
    expectInBoth(mail, 'Anna', '23.11.2026');
    expect(mail.text).toContain('kolejne dni: 21.11.2026–23.11.2026');
    expect(mail.text).toContain('  Anna: 0, 1, 5\n    (tydzień 5, miesiąc 12\u00a0345)');
    expect(seen(mail)).toContain('sob. 21.11 niedz. 22.11 pon. 23.11');
  });
});

describe('client activity', () => {
  const item = { at: '2026-11-24T08:00:00Z', activity: 'podpisanie pełnomocnictwa UPL-1', actor: null, subject: null };
  const firm = (name: string): ClientActivity => ({ client: { name, taxId: null }, total: 60, kinds: [{ activity: item.activity, count: 60 }], items: [item] });
  const content = (clients: readonly ClientActivity[], total: number, more = 0): ClientActivityContent =>
    ({ clients, total, more, from: item.at, until: '2026-11-24T12:00:00Z' });

  it.each([[1, 'zdarzenie kadrowe'], [2, 'zdarzenia kadrowe'], [5, 'zdarzeń kadrowych'], [22, 'zdarzenia kadrowe'], [112, 'zdarzeń kadrowych']])(
    'counts %d of one client and of several', (total, form) => {
      expect(mailOf('client-activity-hr', content([firm('Firma')], total)).subject).toBe(`${total} ${form} w panelu: Firma`);
      expect(mailOf('client-activity-hr', content(times(total + 1, firm('F')), total)).subject)
        .toBe(`Aktywność ${total + 1} klientów w panelu: ${total} ${form}`);
    });

  it('groups by client, names who acted, and prints an unknown activity as it is', () => {
    const mail = mailOf('client-activity-accounting', content([firm('Alfa'), firm('Beta')], 120, 118));
    expect(mail.subject).toBe('Aktywność 2 klientów w panelu: 120 zdarzeń księgowych');
    expectInBoth(mail, 'Alfa', 'Beta', item.activity, '60 zdarzeń', 'Od 24.11.2026 09:00 do 24.11.2026 13:00',
      'i jeszcze 118 wcześniejszych zdarzeń, wliczonych w sumy');
    expectInBoth(mailOf('client-activity-accounting'), 'Zieliński Meble na Wymiar', 'NIP 6793108059', 'Ewa Zielińska', 'wysłanie skanów faktur', '24.11.2026 09:20');
    expect(mailOf('client-activity-accounting').text).toContain('  24.11.2026 08:00, Ewa Zielińska\n    dodanie faktury sprzedaży: FS/118/11\n');
  });

  it('keeps a client of whom nothing is listed', () => {
    expectInBoth(mailOf('client-activity-hr', content([{ ...firm('Cicha'), items: [] }], 60, 60)), 'Cicha', 'podpisanie pełnomocnictwa UPL-1');
  });
});

describe('absences', () => {
  const sample = sampleOf<AbsencesContent>('absences');

  it('tells what is new, changed and removed, with the dates before', () => {
    const mail = mailOf('absences');
    expect(mail.subject).toBe('Nieobecności 24.11.2026: dziś 1, nowe 1, zmienione 1, usunięte 1, w następnych 7 dniach 1');
    expect(mail.text).toContain('Zmienione od poprzedniej wiadomości: 1\n  Anna Król, 23.11.2026–26.11.2026\n    nieobecność; biuro\n    było: 23.11.2026–24.11.2026\n');
    expect(mail.text).toContain('Usunięte od poprzedniej wiadomości: 1\n  Zofia Dudek, 25.11.2026\n    Urlop na żądanie; biuro\n');
    expectInBoth(mail, 'Następne 7 dni, do 01.12.2026', 'Zieliński Meble na Wymiar', 'Urlop wypoczynkowy', 'było: 23.11.2026–24.11.2026');
    expect(seen(mail)).toMatch(/Nowe od poprzedniej wiadomości: 1 [^:]*Tomasz Lis [^:]*Zmienione [^:]*: 1 [^:]*Anna Król .*Usunięte [^:]*: 1 [^:]*Zofia Dudek /);
    expectInBoth(mailOf('absences', undefined, { locale: 'en' }), 'absence', 'office', 'before: 23.11.2026–24.11.2026');
  });

  it('does not show dates before where they are the same', () => {
    const [line] = sample.absentToday;
    const changed = { ...line!, change: 'changed', previous: { from: line!.from, until: line!.until } };
    expectInBoth(mailOf('absences', { ...sample, changes: [changed] }), 'zakres dat bez zmian');
  });

  it('tells only numbers where only those may be told', () => {
    const mail = mailOf('absences', {
      ...sample, changes: [], absentToday: [], upcoming: [], counts: { added: 2, changed: 0, removed: 1, absentToday: 22, upcoming: 5 },
    });
    expect(mail.subject).toBe('Nieobecności 24.11.2026: dziś 22, nowe 2, usunięte 1, w następnych 7 dniach 5');
    expectInBoth(mail, 'są 22 nieobecności', 'Nieobecni dziś: 22', 'Nowe od poprzedniej wiadomości: 2', 'Usunięte od poprzedniej wiadomości: 1',
      'Następne 7 dni, do 01.12.2026: 5');
    expect(mail.text + mail.html).not.toMatch(/Zmienione|Osoba|Zakres dat|<th/);
  });

  it.each([[0, 'nie ma nieobecności'], [1, 'jest 1 nieobecność'], [2, 'są 2 nieobecności'], [5, 'jest 5 nieobecności'], [112, 'jest 112 nieobecności']])(
    'counts %d today', (absentToday, expected) => {
      expectInBoth(mailOf('absences', { ...sample, counts: { ...sample.counts, absentToday } }), `Dziś, 24.11.2026, ${expected}`);
    });
});

it('renders the message that tests a mailbox', () => {
  const content = { account: 'powiadomienia@smtp.example:587', sentAt: '2026-11-24T13:20:00Z' };
  const mail = render(templates, { kind: 'test-message', content, locale: 'pl', office, recipientName: null });
  expect(mail.subject).toBe('Wiadomość testowa: skrzynka nadawcza działa');
  expectInBoth(mail, content.account, '24.11.2026 14:20', office.name);
});

function words(locale: Locale): Record<string, string> {
  const flat = (value: object, path: string): [string, string][] => Object.entries(value).flatMap(([key, inner]: [string, object | string]) =>
    (typeof inner === 'string' ? [[`${path}${key}`, inner] as [string, string]] : flat(inner, `${path}${key}.`)));
  return Object.fromEntries(flat(JSON.parse(readFileSync(join(folder, 'locales', `${locale}.json`), 'utf8')) as object, ''));
}

describe('the catalogues', () => {
  const suffix = /_(one|few|many|other)$/;
  const keys = (locale: Locale) => [...new Set(Object.keys(words(locale)).map((key) => key.replace(suffix, '')))].sort();
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.hbs'))
    .map((file) => ({ file, source: readFileSync(join(folder, file), 'utf8') }));

  it('have the same keys, with every plural form of their language', () => {
    expect(keys('en')).toEqual(keys('pl'));
    for (const [locale, forms] of [['pl', ['few', 'many', 'one', 'other']], ['en', ['one', 'other']]] as const) {
      const catalogue = words(locale);
      for (const key of Object.keys(catalogue).filter((found) => suffix.test(found)).map((found) => found.replace(suffix, ''))) {
        expect(['few', 'many', 'one', 'other', 'zero'].filter((form) => `${key}_${form}` in catalogue), `${locale} ${key}`).toEqual(forms);
      }
    }
  });

  it('use the same variables in both languages', () => {
    const variables = (locale: Locale) => Object.fromEntries(Object.entries(words(locale)).map(([key, text]) =>
      [key.replace(suffix, ''), [...text.matchAll(/\{\{(.*?)\}\}/g)].map(([, name]) => name).sort()]));
    expect(variables('en')).toEqual(variables('pl'));
  });

  it('hold every key of the templates and no other', () => {
    const used = new Set(sources.flatMap(({ source }) => [...source.matchAll(/[({~]t "([\w.-]+)"/g)].map(([, key]) => key!)));
    expect([...used].sort()).toEqual(keys('pl').filter((key) => !key.startsWith('kinds.')));
    expect(keys('pl').filter((key) => key.startsWith('kinds.'))).toEqual([...kindIds, 'test-message'].map((kind) => `kinds.${kind}`).sort());
  });

  it('hold every word: none stands in a template', () => {
    for (const { file, source } of sources.filter((template) => !template.file.includes('style-'))) {
      const rest = source.replace(/\{\{.*?\}\}/gs, '').replace(/<style>.*?<\/style>/s, '').replace(/<[^>]*>/g, '');
      expect(rest, file).not.toMatch(/\p{L}/u);
    }
  });

  it('are printed in colours that can be read', () => {
    const luminance = (hex: string) => [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
      .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index]!, 0);
    const contrast = (a: string, b: string) => {
      const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
      return (light! + 0.05) / (dark! + 0.05);
    };
    const everything = kindIds.map((kind) => mailOf(kind).html).join('');
    const printed = new Set([...everything.matchAll(/[ ;{"]color: ?#([0-9a-f]{6})/g)].map(([, hex]) => hex!));
    const grounds = { light: ['ffffff', 'f1f3f5'], dark: ['1e242b', '14181d'] };
    expect(printed.size).toBe(6);
    for (const hex of printed) {
      const against = luminance(hex) < 0.25 ? grounds.light : grounds.dark;
      for (const ground of against) expect(contrast(hex, ground), `#${hex} on #${ground}`).toBeGreaterThan(4.5);
    }
  });
});
