import { load } from 'cheerio';
import { afterEach, expect, test } from 'vitest';
import { distinctNames } from '../../src/notifications/office-activity/distinct-names.js';
import { TestOffice, winter, type SentMail } from '../helpers/office.js';

let office: TestOffice;
afterEach(() => {
  office.close();
});

const since = winter('11-24 00:00');
const hrefs = ({ html }: SentMail) =>
  load(html)('a')
    .map((_, link) => load(html)(link).attr('href'))
    .get();

test('Users of the same name get the local part of their address beside it', async () => {
  office = new TestOffice({ 'office-activity': { recipients: ['szef@biuro.example'] } });
  const [first, second] = [
    office.user('Jan Nowak', 'jnowak@biuro.example'),
    office.user('jan nowak', 'jn2@biuro.example'),
  ];
  office.approvals(first, winter('11-23 10:00'), 3);
  office.approvals(second, winter('11-23 10:00'), 2);
  office.approvals(office.user('Ewa'), winter('11-23 10:00'), 1);
  const [mail] = await office.runAndRead(winter('11-24 06:00'));
  expect(mail!.text).toContain('  Jan Nowak (jnowak): 3 (');
  expect(mail!.text).toContain('  jan nowak (jn2): 2 (');
  expect(mail!.text).toContain('  Ewa: 1 (');
  const named = distinctNames([
    { userId: '1', name: 'Jan', email: null, isBlocked: 0 },
    { userId: '2', name: 'Jan', email: 'j@b.example', isBlocked: 0 },
    { userId: '3', name: null, email: null, isBlocked: 0 },
  ]);
  expect([...named.values()]).toEqual(['Jan (#1)', 'Jan (j)', '#3']);
});

test('Errors and warnings that the view does not give are those of all findings, and decide the order', async () => {
  office = new TestOffice({ 'audit-completed': { since } });
  const anna = office.user('Anna');
  const none = { error_count: null, warning_count: null };
  const audits = ['Mało', 'Dużo'].map((name) =>
    office.audit(office.client(name, { client: [anna] }, null), winter('11-24 08:00'), none),
  );
  const find = (event: number, code: string, severity: string, count: number) => {
    office.insert('source_audit_findings', { event_id: event, code, title: code, severity, finding_count: count });
  };
  find(audits[0]!, 'A', 'error', 5);
  for (const code of ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H']) find(audits[1]!, code, 'error', 2);
  find(audits[1]!, 'W', 'warning', 4);
  const [mail] = await office.runAndRead(winter('11-24 09:00'));
  expect(mail!.text).toMatch(
    /^Dużo\n {2}Audyt wykazał 16 błędów i 4 ostrzeżenia\..*^Mało\n {2}Audyt wykazał 5 błędów, bez/ms,
  );
  expect(mail!.text).toContain('i jeszcze 4 ustalenia');
  expect(mail!.subject).toBe('Zakończono 2 audyty, oba z błędami');
});

test.each([
  [null, null, 'Zakończono audyt: Firma', 'Sprawdź wynik audytu w Mobevo.'],
  [null, 0, 'Zakończono audyt: Firma', 'Sprawdź wynik audytu w Mobevo.'],
  [0, null, 'Audyt nie wykazał błędów: Firma', 'Sprawdź wynik audytu w Mobevo.'],
  [2, null, 'Audyt wykazał 2 błędy: Firma', 'Popraw'],
  [null, 3, 'Audyt wykazał 3 ostrzeżenia: Firma', 'Przejrzyj ostrzeżenia.'],
  [0, 0, 'Audyt nie wykazał błędów ani ostrzeżeń: Firma', 'Nie musisz nic robić.'],
])(
  'An audit with %s errors, %s warnings and no findings claims no more: %s',
  async (errors, warnings, subject, next) => {
    office = new TestOffice({ 'audit-completed': { since } });
    const client = office.client('Firma', { client: [office.user('Anna')] });
    const counts = { error_count: errors, warning_count: warnings };
    office.audit(client, winter('11-24 08:00'), counts);
    const [one] = await office.runAndRead(winter('11-24 09:00'));
    expect(one!.subject).toBe(subject);
    expect(one!.text).toContain(next);
    if (errors !== null) return;
    office.audit(client, winter('11-24 09:30'), counts);
    office.audit(client, winter('11-24 09:30'), { error_count: 0, warning_count: 0 });
    const [several] = await office.runAndRead(winter('11-24 10:00'));
    expect(several!.subject).toBe('Zakończono 2 audyty: Firma');
    for (const part of [several!.text, several!.html]) expect(part).not.toContain('bez błędów');
  },
);

test.each(['błąd', 'critical', ''])(
  'An audit whose findings have the severity "%s" is not called clean',
  async (severity) => {
    office = new TestOffice({ 'audit-completed': { since } });
    const client = office.client('Firma', { client: [office.user('Anna')] });
    const event = office.audit(client, winter('11-24 08:00'), { error_count: null, warning_count: null });
    office.insert('source_audit_findings', { event_id: event, code: 'A', title: 'A', severity, finding_count: 2 });
    const [mail] = await office.runAndRead(winter('11-24 09:00'));
    expect(mail!.subject).toBe('Zakończono audyt: Firma');
    expect(mail!.text).toContain('Sprawdź wynik audytu w Mobevo.');
  },
);

test('Several audits of one client are blocks of their own, each with its own report', async () => {
  office = new TestOffice({ 'audit-completed': { since } });
  const client = office.client('Firma', { client: [office.user('Anna')] });
  for (const month of ['09', '10'])
    office.audit(client, winter('11-24 08:00'), { period: `2026-${month}`, report_url: `https://b.example/${month}` });
  const [mail] = await office.runAndRead(winter('11-24 09:00'));
  const $ = load(mail!.html);
  const blocks = $('table.block')
    .map((_, block) => `${/(wrzesień|październik)/.exec($(block).text())?.[0]} ${$(block).find('a').attr('href')}`)
    .get();
  expect(blocks.sort()).toEqual(['październik https://b.example/10', 'wrzesień https://b.example/09']);
});

test('Activity is grouped by client, those with the most first, and what is cut is named by client', async () => {
  office = new TestOffice({ 'client-activity-hr': { since } });
  const anna = office.user('Anna');
  const few = office.client('Alfa', { hr: [anna] }, null);
  const many = office.client('Zeta', { hr: [anna] }, null);
  office.activity(few, 'hr', winter('11-24 08:59'), { activity: 'dodanie nieobecności', subject: 'jedyna' });
  for (let index = 0; index < 60; index += 1)
    office.activity(many, 'hr', winter(`11-24 08:${String(index % 50).padStart(2, '0')}`), {
      activity: 'wysłanie dokumentu',
    });
  const [mail] = await office.runAndRead(winter('11-24 09:00'));
  expect(mail!.subject).toBe('Aktywność 2 klientów w panelu: 61 zdarzeń kadrowych');
  expect(mail!.text).toMatch(
    /^Zeta\n60 zdarzeń:\n {2}- wysłanie dokumentu: 60\nwt\. 24\.11\n {2}08:.*^i jeszcze 11 zdarzeń, wliczonych w sumę\n\nAlfa\n1 zdarzenie:\n.*jedyna/ms,
  );
});

test.each([
  ['documents-delivered', 'https://klos.mobevo.pl/klient/{clientId}', ['https://klos.mobevo.pl/klient/77']],
  ['documents-delivered', 'https://klos.mobevo.pl/', ['https://klos.mobevo.pl/']],
  ['documents-delivered', undefined, ['https://biuro.mobevo.example']],
] as const)('The link of %s set to %s leads to %j', async (kind, link, expected) => {
  office = new TestOffice({ [kind]: { since, ...(link === undefined ? {} : { link }) } });
  office.insert('source_clients', { client_id: 77, name: 'Firma', tax_id: null });
  office.insert('source_guardians', { client_id: 77, user_id: office.user('Anna'), role: 'accounting' });
  office.delivery(77, winter('11-24 08:00'));
  const [mail] = await office.runAndRead(winter('11-24 09:00'));
  expect(hrefs(mail!)).toEqual(expected);
});

test('Mails to addresses of nobody in the panel link nowhere unless the configuration says so', async () => {
  office = new TestOffice({
    'office-activity': { recipients: ['szef@biuro.example'] },
    absences: { recipients: ['szef@biuro.example'], link: 'https://klos.mobevo.pl/nieobecnosci' },
  });
  office.absence('Tomasz Lis', '2026-11-24', '2026-11-27');
  await office.run(winter('11-23 07:00'));
  await office.newMails();
  const mails = await office.runAndRead(winter('11-24 07:00'));
  expect(mails.map((mail) => [mail.kind, hrefs(mail)])).toEqual([
    ['absences', ['https://klos.mobevo.pl/nieobecnosci']],
    ['office-activity', []],
  ]);
});

test('The counts of a client with very many kinds of activities add up to its total', async () => {
  office = new TestOffice({ 'client-activity-hr': { since } });
  const client = office.client('Firma', { hr: [office.user('Anna')] });
  office.inBulk(() => {
    for (let index = 0; index < 130; index += 1)
      office.activity(client, 'hr', winter('11-24 08:00'), {
        activity: `zdarzenie ${String(index % 120).padStart(3, '0')}`,
      });
  });
  const [mail] = await office.runAndRead(winter('11-24 09:00'));
  // Ten kinds twice and ninety once are listed.
  expect(mail!.text).toMatch(
    /^130 zdarzeń:\n {2}- zdarzenie 000: 2\n(?: {2}- .*\n){98} {2}- zdarzenie 099: 1\n {2}- pozostałe: 20\n/m,
  );
  expect(load(mail!.html).text()).toContain('zdarzenie 099: 1, pozostałe: 20');
});
