import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Handlebars from 'handlebars';
import { describe, expect, it } from 'vitest';
import { kindIds, type KindId } from '../../src/config/index.js';
import { loadTemplates, render, type RenderedMail } from '../../src/mail/index.js';
import type { Locale } from '../../src/messages/index.js';
import { kinds } from '../../src/notifications/index.js';
import type { AbsencesContent } from '../../src/notifications/absences/content.js';
import { packageRoot } from '../../src/package-root.js';

const templates = loadTemplates();
const folder = join(packageRoot, 'templates');
const now = new Date('2026-11-24T13:20:00Z');
const office = { name: 'Biuro Rachunkowe Saldo', panelUrl: 'https://saldo.mobevo.pl', timeZone: 'Europe/Warsaw' };
const everyMail = kindIds.flatMap((kind) => (['pl', 'en'] as const).map((locale) => [kind, locale] as const));

function mailOf(kind: KindId, content: object = kinds[kind].sample(now), locale: Locale = 'pl', other: object = {}): RenderedMail {
  return render(templates, { kind, content, locale, office, recipientName: null, ...other });
}

/** What a reader of the HTML part sees, without markup. */
function seen({ html }: RenderedMail): string {
  return html.replace(/<style>.*?<\/style>|<title>.*?<\/title>/gs, '').replace(/<br>|<\/(td|th)>/g, ' ').replace(/<[^>]*>/g, '')
    .replaceAll('&quot;', '"').replaceAll('&#x27;', "'").replaceAll('&amp;', '&').replace(/\s+/g, ' ');
}

function expectInBoth(mail: RenderedMail, ...expected: readonly string[]): void {
  for (const part of [mail.text.replace(/\s+/g, ' '), seen(mail)]) for (const words of expected) expect(part).toContain(words);
}

/** The content with every name, word and address in it replaced. */
function soil(value: unknown, hostile: string, key = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => soil(item, hostile, key));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, soil(inner, hostile, name)]));
  }
  const isData = typeof value !== 'string' || key === 'change' || (key !== 'period' && /^\d{4}-\d\d-\d\d/.test(value));
  return isData ? value : hostile;
}

/** A catalogue as one level of `a.b.c` keys. */
function words(locale: Locale): Record<string, string> {
  const flat = (value: object, path: string): [string, string][] => Object.entries(value).flatMap(([key, inner]: [string, object | string]) =>
    (typeof inner === 'string' ? [[`${path}${key}`, inner] as [string, string]] : flat(inner, `${path}${key}.`)));
  return Object.fromEntries(flat(JSON.parse(readFileSync(join(folder, 'locales', `${locale}.json`), 'utf8')) as object, ''));
}

describe.each(everyMail)('%s in %s', (kind, locale) => {
  const mail = mailOf(kind, undefined, locale, { recipientName: 'Anna Nowak' });

  it('leaves no markup, no key and no hole', () => {
    for (const part of [mail.subject, mail.text, mail.html, seen(mail)]) {
      expect(part).not.toMatch(/\{\{|\}\}|undefined|\bnull\b|NaN|Invalid|\[object/);
      expect(part).not.toMatch(/\b(kinds|footer|why|audit|documents|approvals|activity|absences|test)\.[a-z]/i);
    }
    expect(mail.text).not.toMatch(/<\/?[a-z]|&[a-z]+;|&#|\n{3}|[ \t]$/m);
    expect(Math.max(...mail.text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(78);
    expect(mail.subject).toMatch(/^[^[\](){}<>|*#!→\n]{10,99}$/);
  });

  it('is HTML that needs nothing from outside', () => {
    expect(mail.html).toMatch(new RegExp(`^<!DOCTYPE html>\\n<html lang="${locale}">`));
    expect(mail.html).not.toMatch(/<(img|script|link|iframe|form)|\bsrc=|url\(|@import|\bon[a-z]+=/);
    expect(Buffer.byteLength(mail.html)).toBeLessThan(60_000);
    expect([...mail.html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href)).toEqual(
      kind === 'audit-completed' ? ['https://biuro.mobevo.pl/audyt/1841', office.panelUrl] : [office.panelUrl]);
    for (const tag of ['table', 'tr', 'td', 'th', 'h1', 'h2', 'p', 'div', 'span', 'a']) {
      expect(mail.html.split(new RegExp(`<${tag}[ >]`)).length, tag).toBe(mail.html.split(`</${tag}>`).length);
    }
    for (const [, attributes] of mail.html.matchAll(/<th([^>]*)>/g)) expect(attributes).toMatch(/ scope="(col|row)"/);
  });

  it('greets, and says whose Mobevo it is, why it came and who switches it off', () => {
    expectInBoth(mail, locale === 'pl' ? 'Dzień dobry, Anna Nowak.' : 'Hello Anna Nowak,', office.name, office.panelUrl,
      words(locale)[`kinds.${kind}`]!, words(locale)[`why.${kind}`]!, 'System → Konfiguracja → Program → System powiadomień');
    const bare = mailOf(kind, undefined, locale, { office: { name: office.name, timeZone: office.timeZone } });
    expect(bare.html + bare.text).not.toMatch(/Dzień dobry|Hello|saldo\.mobevo/);
  });

  it('shows what is hostile as it is, and only as text', () => {
    const hostile = '<script>alert("x")</script> & \'y\' {{x}} {{{z}}} $t(kinds.absences) $& javascript:';
    const soiled = mailOf(kind, soil(kinds[kind].sample(now), hostile) as object, locale, { recipientName: hostile, office: { ...office, name: hostile } });
    expect(soiled.html).not.toMatch(/<script|href="(?!https:)/);
    expect(soiled.html.split(Handlebars.escapeExpression(hostile)).length).toBeGreaterThan(2);
    expect(soiled.text.split(hostile).length).toBeGreaterThan(2);
    expect(soiled.text).not.toMatch(/&(lt|amp|quot|#x27);/);

    const broken = mailOf(kind, soil(kinds[kind].sample(now), 'Firma\r\nBcc: a@b.example\u2028c\u0085d\tz o.o.') as object, locale);
    expect(broken.subject).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
  });
});

const audit = (changes: object, rest = { total: 1, more: 0 }) => ({
  audits: [{
    client: { name: 'Żwirownia & Transport Łąccy', taxId: '7010416356' }, period: '2026-10', occurredAt: '2026-11-24T13:05:00Z',
    startedBy: 'Magdalena Wójcik', errors: 0, warnings: 0, reportUrl: null, findings: [], moreFindings: 0, ...changes,
  }],
  ...rest,
});
const delivery = (changes: object, rest = { total: 1, more: 0 }) => ({
  deliveries: [{
    client: { name: 'Firma', taxId: null }, period: null, occurredAt: '2026-11-24T12:30:00Z', deliveredOn: null, deliveredBy: null,
    receivedBy: null, kinds: null, count: null, remarks: null, ...changes,
  }],
  ...rest,
});
const activity = (clients: readonly string[], total: number, more = 0, items: readonly object[] = []) => ({
  clientCount: clients.length,
  clients: clients.map((name) => ({ client: { name, taxId: null }, total: 60, kinds: [{ activity: 'podpisanie UPL-1', count: 60 }], items })),
  total, more, from: '2026-11-24T08:00:00Z', until: '2026-11-24T12:00:00Z',
});
const sample = kinds.absences.sample(now) as AbsencesContent;
const absences = (changes: object, counts: object = {}) => ({ ...sample, ...changes, counts: { ...sample.counts, ...counts } });
const approvals = (kind: 'user-activity' | 'office-activity', count: number) => ({
  ...kinds[kind].sample(now), ...(kind === 'user-activity' ? { days: [{ day: '2026-11-20', count }] } : { total: { days: [count], week: 0, month: 0 } }),
});

describe('a Polish subject', () => {
  it.each<[KindId, object, string]>([
    ['audit-completed', audit({ errors: 1, warnings: 5 }), 'Audyt wykazał 1 błąd i 5 ostrzeżeń: Żwirownia & Transport Łąccy'],
    ['audit-completed', audit({ errors: 22, warnings: 112 }), 'Audyt wykazał 22 błędy i 112 ostrzeżeń: Żwirownia & Transport Łąccy'],
    ['audit-completed', audit({ errors: 112 }), 'Audyt wykazał 112 błędów, bez ostrzeżeń: Żwirownia & Transport Łąccy'],
    ['audit-completed', audit({ warnings: 22 }), 'Audyt wykazał 22 ostrzeżenia, bez błędów: Żwirownia & Transport Łąccy'],
    ['audit-completed', audit({}), 'Audyt nie wykazał błędów ani ostrzeżeń: Żwirownia & Transport Łąccy'],
    ['audit-completed', audit({}, { total: 5, more: 4 }), 'Zakończono 5 audytów'],
    ['audit-completed', audit({ errors: 1 }, { total: 22, more: 21 }), 'Zakończono 22 audyty, są w nich błędy'],
    ['documents-delivered', delivery({ count: 0 }), 'Dostarczono dokumenty: Firma'],
    ['documents-delivered', delivery({ count: 1 }), 'Dostarczono 1 dokument: Firma'],
    ['documents-delivered', delivery({ count: 5, period: '2026-10' }), 'Dostarczono 5 dokumentów za październik 2026: Firma'],
    ['documents-delivered', delivery({ count: 22, period: '3 kwartał' }), 'Dostarczono 22 dokumenty za 3 kwartał: Firma'],
    ['documents-delivered', delivery({}, { total: 2, more: 1 }), 'Dokumenty od klientów: 2 dostarczenia'],
    ['documents-delivered', delivery({}, { total: 112, more: 111 }), 'Dokumenty od klientów: 112 dostarczeń'],
    ['client-activity-hr', activity(['Alfa'], 1), '1 zdarzenie kadrowe w panelu: Alfa'],
    ['client-activity-hr', activity(['Alfa', 'Beta'], 22), 'Aktywność 2 klientów w panelu: 22 zdarzenia kadrowe'],
    ['client-activity-accounting', activity(['Alfa'], 112), '112 zdarzeń księgowych w panelu: Alfa'],
    ['client-activity-accounting', activity(['A', 'B', 'C', 'D', 'E'], 5), 'Aktywność 5 klientów w panelu: 5 zdarzeń księgowych'],
    ['absences', absences({}), 'Nieobecności 24.11.2026: dziś 1, nowe 1, zmienione 1, usunięte 1, w następnych 7 dniach 1'],
    ['absences', absences({}, { absentToday: 0, changed: 0, removed: 0 }), 'Nieobecności 24.11.2026: dziś 0, nowe 1, w następnych 7 dniach 1'],
  ])('of %s', (kind, content, subject) => {
    const mail = mailOf(kind, content);
    expect(mail.subject).toBe(subject);
    if (kind !== 'absences') expect(mail.text.split('\n')[0]).toBe(subject.replace(/: (Żwirownia.*|Firma|Alfa)$/, ''));
  });

  it.each([
    [0, 'faktur zatwierdzonych'], [1, 'faktura zatwierdzona'], [2, 'faktury zatwierdzone'], [5, 'faktur zatwierdzonych'],
    [22, 'faktury zatwierdzone'], [112, 'faktur zatwierdzonych'],
  ])('counts %d %s', (count, form) => {
    const mail = mailOf('user-activity', approvals('user-activity', count));
    expect(mail.subject).toBe(`${count} ${form} przez Ciebie w dniu 20.11.2026`);
    expect(mail.text).toContain(`  pt. 20.11: ${count} ${form.split(' ')[0]!}\n  tydzień 16.11.2026–20.11.2026: 85 faktur\n`);
    expect(mailOf('office-activity', approvals('office-activity', count)).subject).toBe(`${count} ${form} w biurze w dniu 20.11.2026`);
  });
});

describe('a Polish mail', () => {
  it('of audits names client, findings and what was cut; the report is text only', () => {
    const mail = mailOf('audit-completed');
    expectInBoth(mail, 'Piekarnia „Pod Kłosem” Kowalczyk i Syn sp.j.', 'NIP 5260250274', 'Magdalena Wójcik', '24.11.2026 13:45', 'listopad 2026',
      'Audyt wykazał 3 błędy i 12 ostrzeżeń', 'VAT-014', 'Brak oznaczenia GTU', 'ostrzeżenie', 'i jeszcze 2 ustalenia',
      'Żwirownia & Transport Łąccy', 'Audyt nie wykazał błędów ani ostrzeżeń', 'https://biuro.mobevo.pl/audyt/1841');
    expectInBoth(mailOf('audit-completed', audit({ findings: [{ code: null, title: 'Bez kodu', severity: 'krytyczny', count: 12 }] })), 'Bez kodu', 'krytyczny');
    expectInBoth(mailOf('audit-completed', audit({}, { total: 6, more: 5 })), 'i jeszcze 5 audytów');
  });

  it('of deliveries tells who brought what, for which month, and who took it in', () => {
    expectInBoth(mailOf('documents-delivered'), 'Usługi Remontowe Paweł Żółć', 'NIP 8981028846', 'listopad 2026', 'Katarzyna Mazur', '24.11.2026 13:30',
      'faktury sprzedaży, faktury zakupu, wyciąg bankowy', 'Dostarczono 34 dokumenty', 'Brak wyciągu za ostatni tydzień, klient dośle.');
    expect(mailOf('audit-completed', audit({ warnings: 2 }, { total: 22, more: 21 })).text).toContain('bez błędów.\n  Okres');
    const remarks = mailOf('documents-delivered', delivery({ count: 0, remarks: 'Brak wyciągu.\nDoniesie.' }, { total: 23, more: 22 }));
    expect(remarks.text).toMatch(/^Firma\n {2}Zarejestrowano: .*\n {2}Liczba dokumentów: 0\n {2}Uwagi: Brak wyciągu\.\n {2}Doniesie\.$/m);
    expect(remarks.html).toMatch(/white-space:pre-line[^>]*>Brak wyciągu\.\nDoniesie\./);
    expectInBoth(remarks, 'i jeszcze 22 wcześniejsze dostarczenia');
  });

  it('of approvals gives each user a row, a total, and the dates covered', () => {
    const mail = mailOf('office-activity');
    expect(mail.text).toMatch(/^ {2}Katarzyna Mazur: 22 \(tydzień 85, miesiąc 312\)$.*^ {2}Razem: 27 \(tydzień 187, miesiąc 746\)$/ms);
    expectInBoth(mail, '16.11.2026–20.11.2026', '01.11.2026–20.11.2026', 'Łukasz Wiśniewski', 'Magdalena Wójcik');
    expect(seen(mail)).toMatch(/Katarzyna Mazur 22 85 312 .*Razem 27 187 746 /);

    const [from, span] = ['2026-11-21', { from: '2026-11-23', until: '2026-11-23' }];
    const row = { user: 'Anna', days: [0, 1, 5], week: 5, month: 12345 };
    const days = mailOf('office-activity', { referenceDay: span.until, days: [from, '2026-11-22', span.until], week: span, month: span, rows: [row], total: row });
    expect(days.subject).toBe('5 faktur zatwierdzonych w biurze w dniu 23.11.2026');
    expect(days.text).toMatch(/^kolejne dni: 21\.11\.2026–23\.11\.2026$.*^ {2}Anna: 0, 1, 5\n {4}\(tydzień 5, miesiąc 12\u00a0345\)$/ms);
    expect(seen(days)).toContain('sob. 21.11 niedz. 22.11 pon. 23.11');
  });

  it('of activities groups by client, names who acted, and prints an unknown activity as it is', () => {
    const mail = mailOf('client-activity-accounting');
    expectInBoth(mail, 'Zieliński Meble na Wymiar', 'NIP 6793108059', '3 zdarzenia', 'Od 24.11.2026 08:00 do 24.11.2026 13:20');
    expect(mail.text).toContain('  24.11.2026 08:00, Ewa Zielińska\n    dodanie faktury sprzedaży: FS/118/11\n');
    expect(seen(mail)).toContain('24.11.2026 09:20 Marek Zieliński wysłanie skanów faktur 14 skanów');
    const item = { at: '2026-11-24T08:00:00Z', activity: 'podpisanie UPL-1', actor: null, subject: null };
    expectInBoth(mailOf('client-activity-hr', activity(['Alfa', 'Beta'], 120, 118, [item])), 'Alfa', 'Beta', '60 zdarzeń', '24.11.2026 09:00', item.activity,
      'i jeszcze 118 wcześniejszych zdarzeń, wliczonych w sumy');
    expectInBoth(mailOf('client-activity-hr', activity(['Cicha'], 60, 60)), 'Cicha', item.activity);
  });

  it('of absences tells what is new, changed and removed, with the dates before', () => {
    const { text, html } = mailOf('absences');
    expect(text).toContain('wiadomości: 1\n  Anna Król, 23.11.2026–26.11.2026\n    nieobecność; biuro\n    było: 23.11.2026–24.11.2026\n');
    expect(text).toContain('Usunięte od poprzedniej wiadomości: 1\n  Zofia Dudek, 25.11.2026\n    Urlop na żądanie; biuro\n');
    expect(seen({ text, html, subject: '' })).toMatch(new RegExp(['Nieobecni dziś: 1 .*Anna Król biuro nieobecność 23.11.2026–26.11.2026',
      'Nowe od [^:]*: 1 [^:]*Tomasz Lis Zieliński Meble na Wymiar Urlop wypoczynkowy', 'Zmienione od [^:]*: 1 [^:]*Anna Król [^:]*było: 23.11.2026–24.11.2026',
      'Usunięte od [^:]*: 1 [^:]*Zofia Dudek', 'Następne 7 dni, do 01.12.2026: 1 [^:]*Tomasz Lis'].join('.*')));
    const line = { person: 'Anna Król', client: null, type: null, from: '2026-11-23', until: '2026-11-26', change: 'changed' };
    expectInBoth(mailOf('absences', absences({ changes: [{ ...line, previous: line }] })), 'zakres dat bez zmian');
    expectInBoth(mailOf('absences', undefined, 'en'), 'absence', 'office', 'before: 23.11.2026–24.11.2026');
  });

  it.each([[0, 'nie ma'], [1, 'jest 1'], [2, 'są 2'], [5, 'jest 5'], [22, 'są 22'], [112, 'jest 112']])('of absences tells only numbers where only those may be told: %d', (absentToday, form) => {
    const mail = mailOf('absences', absences({ changes: [], absentToday: [], upcoming: [] }, { added: 2, changed: 0, absentToday }));
    expectInBoth(mail, `Dziś, 24.11.2026, ${form} nieobecnoś`, 'Nowe od poprzedniej wiadomości: 2', 'Usunięte od poprzedniej wiadomości: 1', 'Następne 7 dni, do 01.12.2026: 1');
    expect(mail.text + mail.html).not.toMatch(/Zmienione|Osoba|Zakres dat|<th/);
  });

  it('tests a mailbox', () => {
    const content = { account: 'powiadomienia@smtp.example:587', sentAt: '2026-11-24T13:20:00Z' };
    expectInBoth(render(templates, { kind: 'test-message', content, locale: 'pl', office, recipientName: null }), content.account, '24.11.2026 14:20', office.name);
  });
});

describe('the catalogues', () => {
  const suffix = /_(one|few|many|other)$/;
  const keys = (locale: Locale) => [...new Set(Object.keys(words(locale)).map((key) => key.replace(suffix, '')))].sort();
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.hbs') && !file.includes('style-'))
    .map((file) => readFileSync(join(folder, file), 'utf8'));

  it.each([['pl', ['one', 'few', 'many', 'other']], ['en', ['one', 'other']]] as const)('have the same keys and variables, and each plural of %s', (locale, forms) => {
    const variables = Object.entries(words(locale)).map(([key, text]) => [key.replace(suffix, ''), (text.match(/\{\{.*?\}\}/g) ?? []).sort()] as const);
    for (const [key, found] of variables) {
      const other = words('pl')[key] ?? words('pl')[`${key}_one`];
      expect((other?.match(/\{\{.*?\}\}/g) ?? []).sort(), key).toEqual(found);
    }
    expect(keys(locale)).toEqual(keys('pl'));
    const plurals = Object.keys(words(locale)).filter((key) => suffix.test(key));
    expect(plurals.sort()).toEqual([...new Set(plurals.map((key) => key.replace(suffix, '')))].flatMap((key) => forms.map((form) => `${key}_${form}`)).sort());
  });

  it('hold every key and every word of the templates, and no other', () => {
    const used = new Set(sources.flatMap((source) => [...source.matchAll(/[({~]t "([\w.-]+)"/g)].map(([, key]) => key!)));
    expect([...used, ...kindIds.map((kind) => `kinds.${kind}`), 'kinds.alert', 'kinds.test-message'].sort()).toEqual(keys('pl'));
    for (const source of sources) {
      expect(source.replace(/\{\{.*?\}\}/gs, '').replace(/<style>.*?<\/style>/s, '').replace(/<[^>]*>/g, '')).not.toMatch(/\p{L}/u);
    }
  });
});
