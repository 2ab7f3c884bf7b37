import { describe, expect, it } from 'vitest';
import { render } from '../../../src/mail/render/render.js';
import type { AbsentPerson } from '../../../src/notifications/absences/content.js';
import { sampleFigures } from '../../../src/notifications/sample-figures.js';
import { mailOf, office, templates } from '../../helpers/mails.js';
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
    expect(mail.text).toContain('Raport z audytu: https://biuro.mobevo.pl/audyt/1841\n');
    expect(mail.html).toMatch(/href="https:\/\/biuro\.mobevo\.pl\/audyt\/1841"[^>]*>Raport z\u00a0audytu</);
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

  it('of approvals gives three figures with their differences, the days, the users and who approved nothing', () => {
    const mail = mailOf('office-activity');
    expectInBoth(
      mail,
      'piątek, 20.11.2026',
      'o 4 mniej niż w piątek tydzień temu',
      'od początku tygodnia, pon. 16 – pt. 20.11',
      'o 14 więcej niż w poprzednim tygodniu do piątku',
      'od początku miesiąca, 1–20 listopada',
      'tyle samo co w dniach 1–20 października',
      'Bez zatwierdzonych faktur: Ewa Kowal, Piotr Zając',
    );
    expect(mail.text).toMatch(
      /^ {2}Katarzyna Mazur: 22 \(tydzień 85, miesiąc 312\)$.*^ {2}Razem: 27 \(tydzień 184, miesiąc 1746\)$/ms,
    );
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
    const unfinished = mailOf('office-activity', {
      ...sampleFigures('2026-12-01', [0, 0, 0, 0, 0, 4, 5], { day: [5, 3], week: [9, 0], month: [5, 0] }),
      asOf: '2026-12-01T12:00:00Z',
      days: [
        { day: '2026-11-30', count: 4, isNew: true, grown: 3 },
        { day: '2026-12-01', count: 5, isNew: true, grown: 0 },
      ],
      closed: [
        { isMonth: false, from: '2026-11-23', until: '2026-11-29', count: 184, isPrevious: true },
        { isMonth: true, from: '2026-11-01', until: '2026-11-30', count: 1750, isPrevious: true },
      ],
      rows: [{ user: 'Anna', ...figures }],
      more: { ...figures, users: 22 },
      total: figures,
      idle: null,
    });
    expect(unfinished.subject).toBe('5 faktur zatwierdzonych w biurze 1 grudnia 2026, stan na 13:00');
    expectInBoth(
      unfinished,
      'Stan na 13:00; porównania do tej samej godziny.',
      'o 2 więcej niż we wtorek tydzień temu',
      'o 5 więcej niż 1 listopada',
      'o 3 więcej niż w poprzedniej wiadomości',
    );
    expect(unfinished.text).toContain(
      'poprzedni tydzień, razem, pon. 23 – niedz. 29.11: 184\npoprzedni miesiąc, razem, listopad 2026: 1750\n',
    );
    expect(unfinished.text).toMatch(
      /^ {2}Anna: 5 \(tydzień 5, miesiąc 12\u00a0345\); sob\. 21\.11: 1, niedz\. 22\.11: 2\n {2}i jeszcze 22 osoby: 5 /m,
    );
    expect(visibleText(unfinished)).toContain('Anna sob. 21.11: 1, niedz. 22.11: 2 5 5 12');
  });

  it('of activities groups them by client and day, and prints an unknown activity unchanged', () => {
    const mail = mailOf('client-activity-accounting');
    expectInBoth(mail, 'Zieliński Meble na Wymiar', 'NIP 6793108059', '3 zdarzenia', '23.11.2026, 08:40–14:00');
    expect(mail.text).toContain('pon. 23.11\n  08:40, Ewa Zielińska\n    dodanie faktury sprzedaży: FS/118/11\n');
    expect(visibleText(mail)).toContain('10:00 wysłanie skanów faktur: 14 skanów Marek Zieliński');
    const item = { at: '2026-11-24T08:00:00Z', activity: 'podpisanie UPL-1', actor: null, subject: null };
    expectInBoth(
      mailOf('client-activity-hr', { ...activity(['Alfa', 'Beta'], 120, 59, [item]), moreClients: 5 }),
      'Alfa',
      'Beta',
      '60 zdarzeń:',
      'podpisanie UPL-1: 60',
      '09:00',
      'i jeszcze 59 zdarzeń, wliczonych w sumę',
      'i jeszcze 5 klientów',
    );
    expectInBoth(mailOf('client-activity-hr', activity(['Cicha'], 60, 60)), 'Cicha', item.activity);
  });

  it('of absences lists each once, who is away today first, with marks and the day of return', () => {
    const { text, html } = mailOf('absences');
    expect(text).toContain(
      'Dziś nieobecni: 1\n  Anna Król, biuro\n' +
        '    pon. 23 – niedz. 29.11, zmieniona\n    nieobecność, 5 dni roboczych, wraca pon. 30.11\n    było: pon. 23 – wt. 24.11\n',
    );
    expect(text).toContain('  Zofia Dudek, biuro\n    śr. 25.11, odwołana\n    Urlop na żądanie\n');
    expect(text).toContain(
      '    pon. 30.11 – pt. 4.12, nowa\n    Urlop wypoczynkowy, 5 dni roboczych, wraca pon. 7.12\n',
    );
    expect(text).toContain('nowe 1, zmienione 1, odwołane 1. Następne 7 dni: 1.\n');
    expect(visibleText({ html })).toMatch(
      /Dziś nieobecni: 1 .*Anna Król biuro pon\. 23 – niedz\. 29\.11, zmieniona nieobecność.*Najbliższe dni i zmiany: 2 .*Zofia Dudek.*Tomasz Lis/,
    );
    const [{ absences, ...person }] = sample.absentToday.people as unknown as [AbsentPerson];
    const changed = (changes: object) => ({
      ...sample,
      absentToday: { count: 39, people: [{ ...person, absences: [{ ...absences[0]!, ...changes }] }], more: 38 },
    });
    expectInBoth(
      mailOf('absences', changed({ previousDates: null, previousType: 'Delegacja' })),
      'było: Delegacja',
      'i jeszcze 38 nieobecności',
    );
    expectInBoth(mailOf('absences', changed({ previousDates: null })), 'zmieniono dane nieobecności, daty te same');
    const first = { ...sample, isFirst: true, added: 0, changed: 0, removed: 0 };
    expect(mailOf('absences', first).text).not.toContain('poprzedniej wiadomości');
    expectInBoth(mailOf('absences', { ...first, isFirst: false }), 'Od poprzedniej wiadomości bez zmian.');
    expectInBoth(mailOf('absences', undefined, 'en'), 'absence', 'office', 'was: Mon 23 – Tue 24.11', 'cancelled');
  });

  it.each([
    [0, 'nikogo nie brakuje'],
    [1, '1 nieobecność'],
    [2, '2 nieobecności'],
    [5, '5 nieobecności'],
  ])('of absences shows only numbers if the content has only counts: %d', (absentToday, lead) => {
    const mail = mailOf(
      'absences',
      countsOnly({ absentToday, later: 2, added: 2, changed: 0, removed: 1, upcoming: 1 }),
    );
    expectInBoth(
      mail,
      `Dziś, 24 listopada 2026: ${lead}`,
      'Od poprzedniej wiadomości: nowe 2, zmienione 0, odwołane 1. Następne 7 dni: 1.',
      'Najbliższe dni i zmiany: 2',
    );
    expect(mail.text + mail.html).not.toMatch(/Osoba|Zakres dat|<th/);
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
