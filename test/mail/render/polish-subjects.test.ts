import { describe, expect, it } from 'vitest';
import type { RegisteredKindId } from '../../../src/notifications/index.js';
import { mailOf } from '../../helpers/mails.js';
import { activity, approvals, audit, countsOnly, delivery, sample } from '../../helpers/contents.js';

describe('A Polish subject', () => {
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
    ['documents-delivered', delivery({}, { clientCount: 1, total: 2, more: 1 }), '2 dostarczenia dokumentów: Firma'],
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
    ['absences', sample, 'Nieobecności 24 listopada 2026: dziś 1, nowe 1, zmienione 1, odwołane 1'],
    [
      'audit-completed',
      audit({ errors: 1 }, { clientCount: 3, total: 6, withErrors: 6, more: 5 }),
      'Zakończono 6 audytów, wszystkie z błędami',
    ],
    [
      'audit-completed',
      audit({ errors: 1 }, { clientCount: 2, total: 2, withErrors: 2, more: 1 }),
      'Zakończono 2 audyty, oba z błędami',
    ],
    [
      'absences',
      countsOnly({ absentToday: 0, changed: 0, removed: 0 }),
      'Nieobecności 24 listopada 2026: dziś 0, nowe 1',
    ],
  ])('of %s has the right plurals', (kind, content, subject) => {
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
  ])('inflects %d %s', (count, form) => {
    const mail = mailOf('user-activity', approvals('user-activity', count));
    expect(mail.subject).toBe(`${count} ${form} przez Ciebie 20 listopada 2026`);
    expect(mail.text).toContain(`  pt. 20.11: ${count} ${form.split(' ')[0]!}\n`);
    expect(mail.text).toContain(
      'od początku tygodnia, pon. 16 – pt. 20.11: 85\n  tyle samo co w poprzednim tygodniu do piątku\n' +
        'od początku miesiąca, 1–20 listopada: 312\n  o 88 mniej niż w dniach 1–20 października\n',
    );
    expect(mailOf('office-activity', approvals('office-activity', count)).subject).toBe(
      `${count} ${form} w biurze 20 listopada 2026`,
    );
  });

  it('says that nothing was approved', () => {
    expect(mailOf('user-activity', approvals('user-activity', 0)).subject).toBe(
      'Brak faktur zatwierdzonych przez Ciebie 20 listopada 2026',
    );
    expect(mailOf('office-activity', approvals('office-activity', 0)).subject).toBe(
      'Brak faktur zatwierdzonych w biurze 20 listopada 2026',
    );
  });
});
