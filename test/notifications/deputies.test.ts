import { afterEach, expect, test } from 'vitest';
import { recordStatements } from '../../bench/measure/recorder.js';
import { connect } from '../../src/database/index.js';
import { planKind } from '../../src/planning/plan-kind.js';
import { sendingHoursOf } from '../../src/schedule/index.js';
import { enabledOffice } from '../helpers/enabled-office.js';
import { onSqlServer, winter, type TestOffice } from '../helpers/office.js';

let office: TestOffice;
afterEach(() => {
  office.close();
});

const nine = winter('11-24 09:00');

/** An office in which Anna guards the client of an audit and is absent until the 26th, and Jan is her deputy. */
async function officeWithDeputy(settings: Record<string, unknown> = {}): Promise<{ anna: number; jan: number }> {
  office = await enabledOffice(settings);
  office.database.createOptionalViews();
  const [anna, jan] = [office.user('Anna'), office.user('Jan')];
  office.audit(office.client('Firma', { client: [anna] }), winter('11-24 08:00'));
  office.deputy(anna, jan, '2026-11-24', '2026-11-26');
  return { anna, jan };
}

const recipientsOf = async (now: string) => (await office.runAndRead(now)).map(({ to }) => to.split('@')[0]);

test.each([
  ['also', ['anna', 'jan']],
  ['instead', ['jan']],
  ['off', ['anna']],
])('deputies: %s', async (deputies, expected) => {
  await officeWithDeputy({ deputies });
  expect(await recipientsOf(nine)).toEqual(expected);
  expect(await recipientsOf(winter('11-24 10:00'))).toEqual([]);
});

test('A kind may have a setting of its own', async () => {
  const { anna } = await officeWithDeputy({ deputies: 'off' });
  office.notify({ 'audit-completed': true, 'documents-delivered': { deputies: 'instead' } });
  office.delivery(office.client('Druga', { accounting: [anna] }), winter('11-24 08:00'));
  expect((await office.runAndRead(nine)).map(({ kind, to }) => `${kind} ${to}`)).toEqual([
    'audit-completed anna@biuro.example',
    'documents-delivered jan@biuro.example',
  ]);
});

test("A deputy is one on the first and the last day of the absence, in the office's time zone", async () => {
  office = await enabledOffice({ deputies: 'instead' });
  office.database.createOptionalViews();
  const [anna, jan] = [office.user('Anna'), office.user('Jan')];
  const client = office.client('Firma', { client: [anna] });
  office.deputy(anna, jan, '2026-11-25', '2026-11-26');
  for (const [now, expected] of [
    ['11-24 23:59', 'anna'],
    ['11-25 00:00', 'jan'],
    ['11-26 23:59', 'jan'],
    ['11-27 00:00', 'anna'],
  ] as const) {
    office.audit(client, new Date(Date.parse(winter(now)) - 30_000).toISOString());
    expect(await recipientsOf(winter(now)), now).toEqual([expected]);
  }
});

test('A guardian who is a deputy too gets one mail with all events', async () => {
  const { anna, jan } = await officeWithDeputy();
  office.audit(office.client('Wspólna', { client: [anna, jan] }), winter('11-24 08:30'));
  const mails = await office.runAndRead(nine);
  expect(mails.map(({ to }) => to)).toEqual(['anna@biuro.example', 'jan@biuro.example']);
  for (const { subject } of mails) expect(subject).toBe('Zakończono 2 audyty, oba z błędami');
});

test('The footer tells a deputy who guards a client in the mail so, and no other deputy', async () => {
  const { anna, jan } = await officeWithDeputy();
  const [ewa, piotr] = [office.user('Ewa', 'ewa@biuro.example', { locale: 'en' }), office.user('Piotr')];
  for (const deputy of [ewa, piotr]) office.deputy(anna, deputy, '2026-11-24', '2026-11-26');
  office.audit(office.client('Wspólna', { client: [anna, ewa, jan], accounting: [piotr] }), winter('11-24 08:30'));
  office.client('Bez audytu', { client: [piotr] });
  const footers = (await office.runAndRead(nine)).flatMap(({ to, text, html }) =>
    [text, html].map((body) => {
      const plain = body
        .replace(/<[^>]+>/g, ' ')
        .replaceAll(/\s+/g, ' ')
        .replaceAll('&#x27;', "'");
      return `${to.split('@')[0]}: ${/(?:Otrzymuje je|It goes to) .*?(?:\d\)\.|Anna\.)/.exec(plain)?.[0]}`;
    }),
  );
  const expected = [
    'anna: Otrzymuje je opiekun klienta: Anna.',
    "ewa: It goes to Ewa as the client's account manager, and also as the deputy of a person who is absent: Anna (until 26.11.2026).",
    'jan: Otrzymuje je Jan jako opiekun klienta, a także jako zastępca nieobecnej osoby: Anna (do 26.11.2026).',
    'piotr: Otrzymuje je Piotr, bo zastępuje nieobecną osobę (opiekun klienta): Anna (do 26.11.2026).',
  ];
  expect(footers.sort()).toEqual(expected.flatMap((footer) => [footer, footer]));
});

test('The deputy of a deputy who is absent gets the mails; without one who is present the guardian does', async () => {
  const { anna, jan } = await officeWithDeputy({ deputies: 'instead' });
  const ewa = office.user('Ewa');
  office.deputy(jan, ewa, '2026-11-20', '2026-11-24');
  const [mail] = await office.runAndRead(nine);
  expect(mail!.to).toBe('ewa@biuro.example');
  expect(mail!.text.replaceAll(/\s+/g, ' ')).toContain('nieobecną osobę (opiekun klienta): Anna (do 24.11.2026).');

  // In a circle, everybody is absent.
  office.deputy(ewa, anna, '2026-11-24', '2026-11-24');
  office.audit(office.client('Druga', { client: [anna] }), winter('11-24 09:10'));
  expect(await recipientsOf(winter('11-24 10:00'))).toEqual(['anna']);
});

test.each([
  ['deputy-blocked', 'Jan', 'UPDATE source_users SET is_blocked = 1 WHERE user_id = ?'],
  ['deputy-no-address', 'Jan', "UPDATE source_users SET email = 'jan(at)biuro.example' WHERE user_id = ?"],
  ['deputy-no-user', '#2', 'DELETE FROM source_users WHERE user_id = ?'],
  ['deputy-self', 'Anna', 'UPDATE source_deputies SET deputy_user_id = user_id WHERE deputy_user_id = ?'],
])('%s is reported, and gets no mail in place of the guardian', async (reason, name, fault) => {
  const { jan } = await officeWithDeputy({ deputies: 'instead' });
  office.change(fault, jan);
  const report = await office.run(nine);
  expect(report.gaps.filter((gap) => gap.reason.startsWith('deputy'))).toEqual([{ reason, count: 1, names: [name] }]);
  expect((await office.newMails()).map(({ to }) => to)).toEqual(['anna@biuro.example']);
});

test('Two deputies of one name are two', async () => {
  const { anna } = await officeWithDeputy();
  office.deputy(anna, office.user('Jan', 'jan2@biuro.example'), '2026-11-24', '2026-11-24');
  office.change("UPDATE source_users SET is_blocked = 1 WHERE display_name = 'Jan'");
  expect((await office.run(nine)).gaps).toContainEqual({ reason: 'deputy-blocked', count: 2, names: ['Jan', 'Jan'] });
});

test.skipIf(onSqlServer)('Faults of absences that are over are not reported, others are', async () => {
  const { anna, jan } = await officeWithDeputy();
  office.change('DROP TABLE source_deputies');
  office.change('CREATE TABLE source_deputies (user_id bigint, deputy_user_id bigint, date_from date, date_to date)');
  const faulty = (deputy: unknown, from: unknown, to: unknown) => {
    office.insert('source_deputies', { user_id: anna, deputy_user_id: deputy, date_from: from, date_to: to } as never);
  };
  faulty('Jan', '2020-01-01', '2020-01-02');
  faulty(jan, '2020-02-02', '2020-02-01');
  for (let copies = 2; copies > 0; copies -= 1) faulty(jan, '2020-03-01', '2020-03-02');
  expect((await office.run(nine)).malformedRows).toEqual([]);
  faulty('Ewa', '2026-11-01', '2026-11-20');
  faulty(jan, '2026-12-01', '2025-12-10');
  faulty(jan, '2020-01-01', '2020-13-45');
  faulty(jan, '2020-01-02', null);
  faulty(jan, 20200103, '2020-01-03');
  for (let copies = 2; copies > 0; copies -= 1) faulty(jan, '2026-12-24', '2026-12-31');
  const { malformedRows } = await office.run(nine);
  expect(malformedRows.map(({ columns, found }) => `${columns}: ${found}`).sort()).toEqual([
    'date_from: 20200103',
    'date_to: 2020-13-45',
    'date_to: 2025-12-10',
    'date_to: NULL',
    'deputy_user_id: Ewa',
    'user_id, deputy_user_id, date_from: 2',
  ]);
});

test('The deputy of a guardian who cannot be mailed gets the event; the fallback does without a deputy', async () => {
  const { anna } = await officeWithDeputy({ fallbackRecipients: ['szef@biuro.example'] });
  office.change('UPDATE source_users SET is_blocked = 1 WHERE user_id = ?', anna);
  expect(await recipientsOf(nine)).toEqual(['jan']);
  office.change('DELETE FROM source_deputies');
  office.audit(office.client('Druga', { client: [anna] }), winter('11-24 09:10'));
  expect(await recipientsOf(winter('11-24 10:00'))).toEqual(['szef']);
});

test('An event that waits for a guardian goes to a deputy who is named later', async () => {
  const { anna, jan } = await officeWithDeputy();
  office.change('DELETE FROM source_deputies');
  office.change('UPDATE source_users SET email = NULL WHERE user_id = ?', anna);
  expect(await recipientsOf(nine)).toEqual([]);
  office.deputy(anna, jan, '2026-11-24', '2026-11-24');
  expect(await recipientsOf(winter('11-24 10:00'))).toEqual(['jan']);
});

test('Of more than ten deputies of a person ten get mails', async () => {
  const { anna } = await officeWithDeputy({ deputies: 'instead' });
  for (let index = 1; index <= 12; index += 1)
    office.deputy(anna, office.user(`Osoba${index}`), '2026-11-24', '2026-11-24');
  expect(await recipientsOf(nine)).toHaveLength(10);
});

test.skipIf(onSqlServer)('A view that cannot be used stops the kinds that read it, and not with `off`', async () => {
  await officeWithDeputy();
  office.notify({ 'audit-completed': true, 'documents-delivered': { deputies: 'off' }, 'user-activity': true });
  office.change('DROP TABLE source_deputies');
  office.change('CREATE TABLE source_deputies (user_id bigint, deputy_user_id bigint, date_from date)');
  const report = await office.run(nine);
  expect(report.errors.map(({ message }) => message)).toEqual([
    expect.stringContaining('source_deputies.date_to') as string,
  ]);
  expect(report.kinds.map(({ kind, error }) => [kind, error])).toEqual([
    ['audit-completed', 'planning'],
    ['documents-delivered', undefined],
    ['user-activity', undefined],
  ]);
});

test('The footer names at most five of the absent guardians', async () => {
  const { jan } = await officeWithDeputy({ deputies: 'instead' });
  for (let index = 1; index <= 6; index += 1) {
    const user = office.user(`Osoba${index}`);
    office.audit(office.client(`Firma ${index}`, { client: [user] }), winter('11-24 08:00'));
    office.deputy(user, jan, '2026-11-24', '2026-11-24');
  }
  const [mail] = await office.runAndRead(nine);
  expect(mail!.text.replaceAll(/\s+/g, ' ')).toContain(
    'Otrzymuje je Jan, bo zastępuje nieobecne osoby (opiekun klienta): Osoba1 (do 24.11.2026), Osoba2 (do 24.11.2026), Osoba3 (do 24.11.2026), Osoba4 (do 24.11.2026), Osoba5 (do 24.11.2026), …',
  );
});

test.skipIf(onSqlServer)(
  'A view that fails while it is read is named, and stops only the kinds that read it',
  async () => {
    await officeWithDeputy();
    office.notify({ 'audit-completed': true, 'documents-delivered': { deputies: 'off' } });
    office.change('DROP TABLE source_deputies');
    office.change(
      "CREATE VIEW source_deputies AS SELECT 1 AS user_id, json('{') AS deputy_user_id, '2026-11-24' AS date_from, '2026-11-24' AS date_to",
    );
    const report = await office.run(nine);
    expect(report.errors.map(({ message }) => message)).toEqual([
      'The view source_deputies cannot be read, which these kinds need: audit-completed. The database says: malformed JSON',
    ]);
    expect(report.kinds.map(({ kind, error }) => [kind, error])).toEqual([
      ['audit-completed', 'planning'],
      ['documents-delivered', undefined],
    ]);
  },
);

test('Without new events, and with `off`, planning does not look at the view', async () => {
  await officeWithDeputy();
  office.notify({ 'audit-completed': { deputies: 'off' }, 'documents-delivered': true });
  const statements: string[] = [];
  const { config } = office;
  const database = recordStatements(await connect(config.database), statements);
  try {
    const hours = await sendingHoursOf(config.kinds, config.office.timeZone);
    for (const kind of config.kinds) {
      const planned = await planKind(database, config, kind, hours.get(kind.id)!, () => new Date(nine));
      expect(planned!.planned).toBe(kind.id === 'audit-completed' ? 1 : 0);
    }
  } finally {
    await database.close();
  }
  expect(statements.length).toBeGreaterThan(10);
  expect(statements.filter((sql) => /source_deputies|pragma_table_info|sys\.columns/.test(sql))).toEqual([]);
});
