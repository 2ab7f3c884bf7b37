import { describe, expect, it } from 'vitest';
import { render } from '../../../src/mail/render/render.js';
import { kinds } from '../../../src/notifications/index.js';
import { mailOf, now, office, templates } from '../../helpers/mails.js';
import { activity, audit, countsOnly, delivery, sample } from '../../helpers/contents.js';
import { expectInBoth, visibleText } from '../../helpers/visible-text.js';

describe('A Polish mail', () => {
  it('of audits names clients and findings, counts the omitted ones and links the report', () => {
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

  it('of deliveries names the documents, their month, who delivered and who received them', () => {
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

  it('of approvals has one row per user, a total and the dates covered', () => {
    const mail = mailOf('office-activity');
    expect(mail.text).toMatch(
      /^ {2}Katarzyna Mazur: 22 \(tydzień 85, miesiąc 312\)$.*^ {2}Razem: 27 \(tydzień 184, miesiąc 1746\)$/ms,
    );
    expectInBoth(mail, '16.11.2026–20.11.2026', '01.11.2026–20.11.2026', 'Łukasz Wiśniewski', 'Magdalena Wójcik');
    expect(visibleText(mail)).toMatch(/Katarzyna Mazur 22 85 312 .*Razem 27 184 1746 /);

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
    expect(visibleText(days)).toContain('Anna sob. 21.11: 1, niedz. 22.11: 2 5 5 12');
  });

  it('of activities groups them by client, names the actor and prints an unknown activity unchanged', () => {
    const mail = mailOf('client-activity-accounting');
    expectInBoth(mail, 'Zieliński Meble na Wymiar', 'NIP 6793108059', '3 zdarzenia', '24.11.2026, 08:00–13:20');
    expect(mail.text).toContain('  24.11.2026 08:00, Ewa Zielińska\n    dodanie faktury sprzedaży: FS/118/11\n');
    expect(visibleText(mail)).toContain('24.11.2026 09:20 wysłanie skanów faktur: 14 skanów Marek Zieliński');
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

  it('of absences lists new, changed and removed ones, with the previous dates', () => {
    const { text, html } = mailOf('absences');
    expect(text).toContain(
      'wiadomości: 1\n  Anna Król, 23.11.2026–26.11.2026\n    nieobecność; biuro; było 23.11.2026–24.11.2026\n',
    );
    expect(text).toContain(
      'Usunięte od poprzedniej wiadomości: 1\n  Zofia Dudek, 25.11.2026\n    Urlop na żądanie; biuro\n',
    );
    expect(text).toContain('nowe 1, zmienione 1, usunięte 1. Następne 7 dni: 1.\n');
    expect(visibleText({ text, html, subject: '' })).toMatch(
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
  ])('of absences shows only numbers if the content has only counts: %d', (absentToday, lead) => {
    const mail = mailOf('absences', countsOnly({ absentToday, added: 2, changed: 0, removed: 1, upcoming: 1 }));
    expectInBoth(
      mail,
      `Dziś, 24 listopada 2026: ${lead}`,
      'Nowe od poprzedniej wiadomości: 2',
      'Usunięte od poprzedniej wiadomości: 1',
      'Następne 7 dni, do 01.12.2026: 1',
    );
    expect(mail.text + mail.html).not.toMatch(/Zmienione|Osoba|Zakres dat|<th/);
    expectInBoth(
      mailOf('absences', countsOnly({ absentToday, added: 0, changed: 0, removed: 0 })),
      'Od poprzedniej wiadomości bez zmian. Następne 7 dni: 1.',
    );
  });

  it('of test-smtp names the account and the time', () => {
    const content = { account: 'powiadomienia@smtp.example:587', sentAt: '2026-11-24T13:20:00Z' };
    expectInBoth(
      render(templates, { kind: 'test-message', content, locale: 'pl', office, recipientName: null }),
      content.account,
      '24.11.2026 14:20',
      office.name,
    );
  });
});
