import Handlebars from 'handlebars';
import { describe, expect, it } from 'vitest';
import { render, type RenderedMail } from '../../../src/mail/index.js';
import { kinds, type RegisteredKindId } from '../../../src/notifications/index.js';
import type { AbsencesContent } from '../../../src/notifications/absences/content.js';
import { words } from '../../helpers/catalogue.js';
import { everyMail, mailOf, now, office, soil, templates } from '../../helpers/mails.js';

/** What a reader of the HTML part sees, without markup. */
function seen({ html }: RenderedMail): string {
  return html
    .replace(/<style>.*?<\/style>|<title>.*?<\/title>|<!--.*?-->|<div class="preheader".*?<\/div>/gs, '')
    .replace(/<br>|<\/(td|th)>/g, ' ')
    .replace(/<[^>]*>/g, '')
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&quot;', '"')
    .replaceAll('&#x27;', "'")
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ');
}

function expectInBoth(mail: RenderedMail, ...expected: readonly string[]): void {
  for (const part of [mail.text.replace(/\s+/g, ' '), seen(mail)])
    for (const words of expected) expect(part).toContain(words);
}

describe.each(everyMail)('%s in %s', (kind, locale) => {
  const mail = mailOf(kind, undefined, locale, { recipientName: 'Anna Nowak' });

  it('leaves no markup, no key and no hole', () => {
    for (const part of [mail.subject, mail.text, mail.html, seen(mail)]) {
      expect(part).not.toMatch(/\{\{|\}\}|undefined|\bnull\b|NaN|Invalid|\[object/);
      expect(part).not.toMatch(/\b(kinds|footer|why|roles|audit|documents|approvals|activity|absences|test)\.[a-z]/i);
    }
    expect(mail.text).not.toMatch(/<\/?[a-z]|&[a-z]+;|&#|\n{3}|[ \t]$/m);
    expect(Math.max(...mail.text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(78);
    expect(mail.subject).toMatch(/^[^[\](){}<>|*#!→\n]{10,99}$/);
  });

  it('links only to the report and the panel', () => {
    expect([...mail.html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href)).toEqual(
      kind === 'audit-completed' ? ['https://biuro.mobevo.pl/audyt/1841', office.panelUrl] : [office.panelUrl],
    );
  });

  it('says whose Mobevo it is, why it came and who switches it off', () => {
    const toAddress = ['office-activity', 'absences'].includes(kind);
    expectInBoth(
      mail,
      office.name,
      words(locale)[`kinds.${kind}`]!,
      'System → Konfiguracja → Program → System powiadomień',
      toAddress ? words(locale)['why.address']! : ': Anna Nowak.',
    );
    if (!toAddress && kind !== 'user-activity') {
      expectInBoth(
        mailOf(kind, undefined, locale),
        locale === 'pl' ? 'na adres zastępczy biura, bo' : "the office's fallback address because",
      );
    }
    expect(mail.html + mail.text).toContain(office.panelUrl);
    const bare = mailOf(kind, undefined, locale, { office: { ...office, panelUrl: undefined } });
    expect(bare.html + bare.text).not.toMatch(/saldo\.mobevo|panel online\b.*:/);
  });

  it('shows what is hostile as it is, and only as text', () => {
    const hostile = '<script>alert("x")</script> & \'y\' {{x}} {{{z}}} $t(kinds.absences) $& javascript:';
    const soiled = mailOf(kind, soil(kinds[kind].sample(now), hostile) as object, locale, {
      recipientName: hostile,
      office: { ...office, name: hostile },
    });
    expect(soiled.html).not.toMatch(/<script|href="(?!https:)/);
    expect(soiled.html.split(Handlebars.escapeExpression(hostile)).length).toBeGreaterThan(2);
    expect(soiled.text.split(hostile).length).toBeGreaterThan(2);
    expect(soiled.text).not.toMatch(/&(lt|amp|quot|#x27);/);

    const broken = mailOf(
      kind,
      soil(kinds[kind].sample(now), 'Firma\r\nBcc: a@b.example\u2028c\u0085d\tz o.o.') as object,
      locale,
    );
    expect(broken.subject).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
  });
});

const one = { clientCount: 1, total: 1, more: 0 };
const audit = (changes: object, rest: object = one) => ({
  clients: [
    {
      client: { name: 'Żwirownia & Transport Łąccy', taxId: '7010416356' },
      audits: [
        {
          period: '2026-10',
          occurredAt: '2026-11-24T13:05:00Z',
          startedBy: 'Magdalena Wójcik',
          errors: 0,
          warnings: 0,
          reportUrl: null,
          findings: [],
          moreFindings: 0,
          ...changes,
        },
      ],
    },
  ],
  withErrors: 0,
  ...rest,
});
const delivery = (changes: object, rest: object = one) => ({
  clients: [
    {
      client: { name: 'Firma', taxId: null },
      deliveries: [
        {
          period: null,
          occurredAt: '2026-11-24T12:30:00Z',
          deliveredOn: null,
          deliveredBy: null,
          receivedBy: null,
          kinds: null,
          count: null,
          remarks: null,
          ...changes,
        },
      ],
    },
  ],
  ...rest,
});
const activity = (clients: readonly string[], total: number, more = 0, items: readonly object[] = []) => ({
  clientCount: clients.length,
  clients: clients.map((name) => ({
    client: { name, taxId: null },
    total: 60,
    kinds: [{ activity: 'podpisanie UPL-1', count: 60 }],
    items,
  })),
  total,
  more,
  from: '2026-11-24T08:00:00Z',
  until: '2026-11-24T12:00:00Z',
});
const sample = kinds.absences.sample(now) as AbsencesContent;
const counted = (counts: Partial<Record<'absentToday' | 'added' | 'changed' | 'removed' | 'upcoming', number>>) => ({
  ...sample,
  ...Object.fromEntries(Object.entries(counts).map(([list, count]) => [list, { count, lines: [], more: 0 }])),
});
const approvals = (kind: 'user-activity' | 'office-activity', count: number) => ({
  ...kinds[kind].sample(now),
  ...(kind === 'user-activity'
    ? { days: [{ day: '2026-11-20', count, isNew: true }] }
    : { total: { day: count, earlier: [], week: 0, month: 0 } }),
});

describe('a Polish subject', () => {
  it.each<[RegisteredKindId, object, string]>([
    [
      'audit-completed',
      audit({ errors: 1, warnings: 5 }),
      'Audyt wykazał 1 błąd i 5 ostrzeżeń: Żwirownia & Transport Łąccy',
    ],
    [
      'audit-completed',
      audit({ errors: 22, warnings: 112 }),
      'Audyt wykazał 22 błędy i 112 ostrzeżeń: Żwirownia & Transport Łąccy',
    ],
    ['audit-completed', audit({ errors: 112 }), 'Audyt wykazał 112 błędów, bez ostrzeżeń: Żwirownia & Transport Łąccy'],
    [
      'audit-completed',
      audit({ warnings: 22 }),
      'Audyt wykazał 22 ostrzeżenia, bez błędów: Żwirownia & Transport Łąccy',
    ],
    ['audit-completed', audit({}), 'Audyt nie wykazał błędów ani ostrzeżeń: Żwirownia & Transport Łąccy'],
    ['audit-completed', audit({}, { clientCount: 3, total: 5, more: 4 }), 'Zakończono 5 audytów, bez błędów'],
    [
      'audit-completed',
      audit({ errors: 1 }, { clientCount: 1, total: 22, withErrors: 5, more: 21 }),
      'Zakończono 22 audyty, w tym 5 z błędami: Żwirownia & Transport Łąccy',
    ],
    ['documents-delivered', delivery({ count: 0 }), 'Dostarczono dokumenty: Firma'],
    ['documents-delivered', delivery({ count: 1 }), 'Dostarczono 1 dokument: Firma'],
    [
      'documents-delivered',
      delivery({ count: 5, period: '2026-10' }),
      'Dostarczono 5 dokumentów za październik 2026: Firma',
    ],
    [
      'documents-delivered',
      delivery({ count: 22, period: '3 kwartał' }),
      'Dostarczono 22 dokumenty za 3 kwartał: Firma',
    ],
    ['documents-delivered', delivery({}, { clientCount: 1, total: 2, more: 1 }), 'Dokumenty, 2 dostarczenia: Firma'],
    [
      'documents-delivered',
      delivery({}, { clientCount: 22, total: 112, more: 111 }),
      'Dokumenty od 22 klientów: 112 dostarczeń',
    ],
    ['client-activity-hr', activity(['Alfa'], 1), '1 zdarzenie kadrowe w panelu: Alfa'],
    ['client-activity-hr', activity(['Alfa', 'Beta'], 22), 'Aktywność 2 klientów w panelu: 22 zdarzenia kadrowe'],
    ['client-activity-accounting', activity(['Alfa'], 112), '112 zdarzeń księgowych w panelu: Alfa'],
    [
      'client-activity-accounting',
      activity(['A', 'B', 'C', 'D', 'E'], 5),
      'Aktywność 5 klientów w panelu: 5 zdarzeń księgowych',
    ],
    ['absences', sample, 'Nieobecności 24 listopada 2026: dziś 1, nowe 1, zmienione 1, usunięte 1'],
    ['absences', counted({ absentToday: 0, changed: 0, removed: 0 }), 'Nieobecności 24 listopada 2026: dziś 0, nowe 1'],
  ])('of %s', (kind, content, subject) => {
    const mail = mailOf(kind, content);
    expect(mail.subject).toBe(subject);
    if (kind !== 'absences') expect(mail.text.split('\n')[0]).toBe(subject.replace(/: (Żwirownia.*|Firma|Alfa)$/, ''));
  });

  it.each([
    [1, 'faktura zatwierdzona'],
    [2, 'faktury zatwierdzone'],
    [5, 'faktur zatwierdzonych'],
    [22, 'faktury zatwierdzone'],
    [112, 'faktur zatwierdzonych'],
  ])('counts %d %s', (count, form) => {
    const mail = mailOf('user-activity', approvals('user-activity', count));
    expect(mail.subject).toBe(`${count} ${form} przez Ciebie 20 listopada 2026`);
    expect(mail.text).toContain(`  pt. 20.11: ${count} ${form.split(' ')[0]!}\n`);
    expect(mail.text).toContain(
      '  tydzień 16.11.2026–20.11.2026: 85 faktur\n  miesiąc 01.11.2026–20.11.2026: 312 faktur\n',
    );
    expect(mailOf('office-activity', approvals('office-activity', count)).subject).toBe(
      `${count} ${form} w biurze 20 listopada 2026`,
    );
  });

  it('says in words that nothing was approved', () => {
    expect(mailOf('user-activity', approvals('user-activity', 0)).subject).toBe(
      'Brak faktur zatwierdzonych przez Ciebie 20 listopada 2026',
    );
    expect(mailOf('office-activity', approvals('office-activity', 0)).subject).toBe(
      'Brak faktur zatwierdzonych w biurze 20 listopada 2026',
    );
  });
});

describe('a Polish mail', () => {
  it('of audits names client, findings and what was cut; the report is text only', () => {
    const mail = mailOf('audit-completed');
    expectInBoth(
      mail,
      'Piekarnia „Pod Kłosem” Kowalczyk i Syn sp.j.',
      'NIP 5260250274',
      'Magdalena Wójcik',
      '24.11.2026 13:45',
      'listopad 2026',
      'Audyt wykazał 3 błędy i 12 ostrzeżeń',
      'VAT-014',
      'Brak oznaczenia GTU',
      'ostrzeżenie',
      'i jeszcze 2 ustalenia',
      'Żwirownia & Transport Łąccy',
      'Audyt nie wykazał błędów ani ostrzeżeń',
      'Zakończono 2 audyty, w tym 1 z błędami',
    );
    expect(mail.text).toContain('  Raport z audytu: https://biuro.mobevo.pl/audyt/1841\n');
    expect(mail.html).toMatch(/href="https:\/\/biuro\.mobevo\.pl\/audyt\/1841"[^>]*>Raport z audytu</);
    expectInBoth(mailOf('audit-completed', audit({ reportUrl: '\\\\serwer\\audyt.pdf' })), '\\\\serwer\\audyt.pdf');
    expectInBoth(
      mailOf(
        'audit-completed',
        audit({ findings: [{ code: null, title: 'Bez kodu', severity: 'krytyczny', count: 12 }] }),
      ),
      'Bez kodu',
      'krytyczny',
    );
    expectInBoth(mailOf('audit-completed', audit({}, { clientCount: 6, total: 6, more: 5 })), 'i jeszcze 5 audytów');
  });

  it('of deliveries tells who brought what, for which month, and who took it in', () => {
    expectInBoth(
      mailOf('documents-delivered'),
      'Usługi Remontowe Paweł Żółć',
      'NIP 8981028846',
      'listopad 2026',
      'Katarzyna Mazur',
      '24.11.2026 13:30',
      'faktury sprzedaży, faktury zakupu, wyciąg bankowy',
      'Dostarczono 34 dokumenty',
      'Brak wyciągu za ostatni tydzień, klient dośle.',
    );
    expect(mailOf('audit-completed', audit({ warnings: 2 }, { clientCount: 22, total: 22, more: 21 })).text).toContain(
      'bez błędów.\n  Okres',
    );
    const remarks = mailOf(
      'documents-delivered',
      delivery({ count: 0, remarks: 'Brak wyciągu.\nDoniesie.' }, { clientCount: 5, total: 23, more: 22 }),
    );
    expect(remarks.text).toMatch(
      /^Firma\n {2}Liczba dokumentów: 0\n {2}Zarejestrowano: .*\n {2}Uwagi: Brak wyciągu\.\n {2}Doniesie\.$/m,
    );
    expect(remarks.html).toMatch(/>Brak wyciągu\.<br>\nDoniesie\./);
    expectInBoth(remarks, 'i jeszcze 22 wcześniejsze dostarczenia');
  });

  it('of approvals gives each user a row, a total, and the dates covered', () => {
    const mail = mailOf('office-activity');
    expect(mail.text).toMatch(
      /^ {2}Katarzyna Mazur: 22 \(tydzień 85, miesiąc 312\)$.*^ {2}Razem: 27 \(tydzień 184, miesiąc 1746\)$/ms,
    );
    expectInBoth(mail, '16.11.2026–20.11.2026', '01.11.2026–20.11.2026', 'Łukasz Wiśniewski', 'Magdalena Wójcik');
    expect(seen(mail)).toMatch(/Katarzyna Mazur 22 85 312 .*Razem 27 184 1746 /);

    const figures = {
      day: 5,
      earlier: [
        { day: '2026-11-21', count: 1 },
        { day: '2026-11-22', count: 2 },
      ],
      week: 5,
      month: 12_345,
    };
    const days = mailOf('office-activity', {
      ...kinds['office-activity'].sample(now),
      referenceDay: '2026-11-23',
      rows: [{ user: 'Anna', ...figures }],
      more: { ...figures, users: 22 },
      total: figures,
    });
    expect(days.subject).toBe('5 faktur zatwierdzonych w biurze 23 listopada 2026');
    expect(days.text).toMatch(
      /^ {2}Anna: 5 \(tydzień 5, miesiąc 12\u00a0345\); sob\. 21\.11: 1, niedz\. 22\.11: 2\n {2}i jeszcze 22 osoby: 5 /m,
    );
    expect(seen(days)).toContain('Anna sob. 21.11: 1, niedz. 22.11: 2 5 5 12');
  });

  it('of activities groups by client, names who acted, and prints an unknown activity as it is', () => {
    const mail = mailOf('client-activity-accounting');
    expectInBoth(mail, 'Zieliński Meble na Wymiar', 'NIP 6793108059', '3 zdarzenia', '24.11.2026, 08:00–13:20');
    expect(mail.text).toContain('  24.11.2026 08:00, Ewa Zielińska\n    dodanie faktury sprzedaży: FS/118/11\n');
    expect(seen(mail)).toContain('24.11.2026 09:20 wysłanie skanów faktur: 14 skanów Marek Zieliński');
    const item = { at: '2026-11-24T08:00:00Z', activity: 'podpisanie UPL-1', actor: null, subject: null };
    expectInBoth(
      mailOf('client-activity-hr', activity(['Alfa', 'Beta'], 120, 118, [item])),
      'Alfa',
      'Beta',
      '60 zdarzeń:',
      'podpisanie UPL-1: 60',
      '24.11.2026 09:00',
      'i jeszcze 118 wcześniejszych zdarzeń, wliczonych w sumy',
    );
    expectInBoth(mailOf('client-activity-hr', activity(['Cicha'], 60, 60)), 'Cicha', item.activity);
  });

  it('of absences tells what is new, changed and removed, with the dates before', () => {
    const { text, html } = mailOf('absences');
    expect(text).toContain(
      'wiadomości: 1\n  Anna Król, 23.11.2026–26.11.2026\n    nieobecność; biuro; było 23.11.2026–24.11.2026\n',
    );
    expect(text).toContain(
      'Usunięte od poprzedniej wiadomości: 1\n  Zofia Dudek, 25.11.2026\n    Urlop na żądanie; biuro\n',
    );
    expect(text).toContain('nowe 1, zmienione 1, usunięte 1. Następne 7 dni: 1.\n');
    expect(seen({ text, html, subject: '' })).toMatch(
      new RegExp(
        [
          'Nieobecni dziś: 1 .*Anna Król biuro 23.11.2026–26.11.2026 nieobecność',
          'Nowe od [^:]*: 1 [^:]*Tomasz Lis Zieliński Meble na Wymiar [^:]* Urlop wypoczynkowy',
          'Zmienione od [^:]*: 1 [^:]*Anna Król [^:]*było 23.11.2026–24.11.2026',
          'Usunięte od [^:]*: 1 [^:]*Zofia Dudek',
          'Następne 7 dni, do 01.12.2026: 1 [^:]*Tomasz Lis',
        ].join('.*'),
      ),
    );
    const line = { person: 'Anna Król', client: null, type: null, from: '2026-11-23', until: '2026-11-26' };
    const sameDates = { ...sample, changed: { count: 39, lines: [{ ...line, previous: line }], more: 38 } };
    expectInBoth(mailOf('absences', sameDates), 'zakres dat bez zmian', 'i jeszcze 38 nieobecności');
    expectInBoth(mailOf('absences', undefined, 'en'), 'absence', 'office', 'was 23.11.2026–24.11.2026');
  });

  it.each([
    [0, 'nikogo nie brakuje'],
    [1, '1 nieobecność'],
    [2, '2 nieobecności'],
    [5, '5 nieobecności'],
  ])('of absences tells only numbers where only those may be told: %d', (absentToday, words) => {
    const mail = mailOf('absences', counted({ absentToday, added: 2, changed: 0, removed: 1, upcoming: 1 }));
    expectInBoth(
      mail,
      `Dziś, 24 listopada 2026: ${words}`,
      'Nowe od poprzedniej wiadomości: 2',
      'Usunięte od poprzedniej wiadomości: 1',
      'Następne 7 dni, do 01.12.2026: 1',
    );
    expect(mail.text + mail.html).not.toMatch(/Zmienione|Osoba|Zakres dat|<th/);
    expectInBoth(
      mailOf('absences', counted({ absentToday, added: 0, changed: 0, removed: 0 })),
      'Od poprzedniej wiadomości bez zmian. Następne 7 dni: 1.',
    );
  });

  it('tests a mailbox', () => {
    const content = { account: 'powiadomienia@smtp.example:587', sentAt: '2026-11-24T13:20:00Z' };
    expectInBoth(
      render(templates, { kind: 'test-message', content, locale: 'pl', office, recipientName: null }),
      content.account,
      '24.11.2026 14:20',
      office.name,
    );
  });
});
