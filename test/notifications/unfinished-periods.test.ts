import { afterEach, expect, test } from 'vitest';
import { TestOffice, winter } from '../helpers/office.js';

let office: TestOffice;
afterEach(() => {
  office.close();
});

const recipients = ['szef@biuro.example'];
const atOne = { schedule: { every: '1 day', startAt: '13:00' } };
const only = async (now: string) => {
  const [mail, ...others] = await office.runAndRead(now);
  expect(others).toEqual([]);
  return { subject: mail!.subject, text: mail!.text.replaceAll('\u00a0', ' ') };
};

test('A blocked user whose month is 0 stays in the week, the seven days and the totals of the office', async () => {
  office = new TestOffice({ 'office-activity': { recipients, referenceDay: 'today' } });
  const blocked = office.user('Odszedł', 'o@biuro.example', { is_blocked: 1 });
  const earlier = office.user('Dawno Odszedł', 'd@biuro.example', { is_blocked: 1 });
  office.user('Nieaktywny', 'n@biuro.example', { is_blocked: 1 });
  office.user('Ewa');
  office.approvals(blocked, winter('11-30 10:00'), 4);
  office.approvals(earlier, winter('11-29 10:00'), 2);
  const { text } = await only(winter('12-02 17:00'));
  expect(text).toContain('od początku tygodnia, pon. 30.11 – śr. 2.12: 4\n');
  expect(text).toContain('  niedz. 29.11: 2 faktury\n  pon. 30.11: 4 faktury\n');
  expect(text).toContain('  Odszedł: 0 (tydzień 4, miesiąc 0)\n');
  expect(text).toContain('  Dawno Odszedł: 0 (tydzień 0, miesiąc 0)\n  Razem: 0 (tydzień 4, miesiąc 0)\n');
  expect(text).toContain('Bez zatwierdzonych faktur: Ewa\n');
});

test('Figures of an unfinished day say so; the next mail marks what has grown since', async () => {
  office = new TestOffice({ 'user-activity': true, 'office-activity': { recipients } }, atOne);
  const anna = office.user('Anna');
  office.approvals(anna, winter('11-17 12:00'), 1);
  office.approvals(anna, winter('11-17 15:00'), 7);
  office.approvals(anna, winter('11-24 10:00'), 2);
  const [ownFirst, first] = (await office.runAndRead(winter('11-24 13:00'))).map(({ subject, text }) => ({
    subject,
    text: text.replaceAll('\u00a0', ' '),
  }));
  expect(ownFirst!.subject).toBe('2 faktury zatwierdzone przez Ciebie 24 listopada 2026, stan na 13:00');
  expect(first!.subject).toBe('2 faktury zatwierdzone w biurze 24 listopada 2026, stan na 13:00');
  for (const { text } of [ownFirst!, first!]) {
    expect(text).toContain('Stan na 13:00; porównania do tej samej godziny.\n');
    // The seven of last Tuesday afternoon do not count.
    expect(text).toContain('wtorek, 24.11.2026: 2\n  o 1 więcej niż we wtorek tydzień temu\n');
    expect(text).toContain(
      'od początku tygodnia, pon. 23 – wt. 24.11: 2\n  o 1 więcej niż w poprzednim tygodniu do wtorku\n',
    );
  }
  office.approvals(anna, winter('11-24 15:00'), 3);
  office.approvals(anna, winter('11-25 09:00'), 1);
  const second = (await office.runAndRead(winter('11-25 13:00'))).map(({ text }) => text.replaceAll('\u00a0', ' '));
  expect(second).toHaveLength(2);
  for (const text of second)
    expect(text).toContain('  wt. 24.11: 5 faktur (o 3 więcej niż w poprzedniej wiadomości)\n  śr. 25.11: 1 faktura\n');
  expect(second[1]).toContain('  Anna: 1 (tydzień 6, miesiąc 14); wt. 24.11: +3\n');
});

test('The first summary of a new week and month brings the total of the closed one, for the user and the office', async () => {
  office = new TestOffice(
    { 'user-activity': true, 'office-activity': { recipients } },
    { ...atOne, workingDaysOnly: true },
  );
  const anna = office.user('Anna');
  office.approvals(anna, winter('11-02 10:00'), 10);
  office.approvals(anna, winter('11-27 10:00'), 2);
  await office.runAndRead(winter('11-27 13:00'));
  // Friday afternoon, the weekend, and the last Monday of the month.
  office.approvals(anna, winter('11-27 18:00'), 1);
  office.approvals(anna, winter('11-29 12:00'), 4);
  office.approvals(anna, winter('11-30 09:00'), 3);
  const monday = (await office.runAndRead(winter('11-30 13:00'))).map(({ text }) => text.replaceAll('\u00a0', ' '));
  expect(monday).toHaveLength(2);
  for (const text of monday) {
    expect(text).toContain('poprzedni tydzień, razem, pon. 23 – niedz. 29.11: 7\n');
    expect(text).not.toContain('poprzedni miesiąc, razem');
  }
  office.approvals(anna, winter('11-30 20:00'), 5);
  const tuesday = (await office.runAndRead(winter('12-01 13:00'))).map(({ text }) => text.replaceAll('\u00a0', ' '));
  expect(tuesday).toHaveLength(2);
  for (const text of tuesday) {
    expect(text).toContain('poprzedni miesiąc, razem, listopad 2026: 25\n');
    expect(text).not.toContain('poprzedni tydzień, razem');
  }
  const wednesday = await office.runAndRead(winter('12-02 13:00'));
  expect(wednesday.map(({ kind, text }) => [kind, text.includes('razem, ')])).toEqual([['office-activity', false]]);
});

test('A user gets no summary while nothing is new, and one more when the week is closed', async () => {
  office = new TestOffice({ 'user-activity': true }, { schedule: { every: '1 day', startAt: '06:00' } });
  office.approvals(office.user('Anna'), winter('11-23 10:00'), 2);
  expect(await office.runAndRead(winter('11-24 06:00'))).toHaveLength(1);
  for (const day of ['25', '26', '27']) expect(await office.runAndRead(winter(`11-${day} 06:00`))).toEqual([]);
  const closing: string[] = [];
  for (const at of ['11-30', '12-01', '12-02', '12-03', '12-07']) {
    const mails = await office.runAndRead(winter(`${at} 06:00`));
    closing.push(...mails.map(({ text }) => `${at}: ${/^poprzedni.*$/m.exec(text)?.[0] ?? ''}`));
  }
  expect(closing).toEqual([
    '12-01: poprzedni tydzień, razem, pon. 23 – niedz. 29.11: 2',
    '12-02: poprzedni miesiąc, razem, listopad 2026: 2',
  ]);
});
