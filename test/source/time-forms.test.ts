import { afterEach, describe, expect, test } from 'vitest';
import { onSqlServer, TestOffice, winter } from '../helpers/office.js';

let office: TestOffice;
afterEach(() => {
  office.close();
});

/** Forms that every clock accepts, and those that `utc` accepts besides. All mean 05:00 of that clock. */
const accepted = [
  '2026-11-24T05:00:00',
  '2026-11-24 05:00:00',
  '2026-11-24T05:00:00.000',
  '2026-11-24 05:00:00.123456',
];
const inUtc = accepted.map((form) => `${form}Z`);
const malformed = [
  '2026-11-24T05:00:00+00:00',
  '2026-11-24T05:00:00z',
  '2026-11-24T05:00:00 Z',
  '2026-11-24T05:00:00.',
  '2026-11-24T05:00:00,5',
  '2026-11-24T05:00',
  '2026-11-24T5:00:00',
  '2026-11-24T24:00:00',
  '2026-11-31T05:00:00',
  '2026-11-24',
  '24.11.2026 05:00:00',
  ' 2026-11-24 05:00:00',
  '1795500000',
  'now',
];

/** Runs with an event for each form. Returns the forms that were planned, and those reported as malformed. */
async function runWith(clock: 'utc' | 'local'): Promise<{ planned: string[]; reported: string[]; mail: string }> {
  office = new TestOffice(
    { 'audit-completed': { since: winter('11-20 00:00'), lookback: '60 days' } },
    { source: { clock } },
  );
  const client = office.client('Firma', { client: [office.user('Anna')] });
  const forms = [...accepted, ...inUtc, ...malformed];
  const ids = new Map(
    forms.map((occurred_at) => [String(office.audit(client, winter('11-24 05:00'), { occurred_at })), occurred_at]),
  );
  const { malformedRows } = await office.run(winter('11-24 09:00'));
  const planned = office.rows<{ id: string }>('SELECT CAST(event_id AS text) AS id FROM planned_events');
  const formsOf = (found: readonly { id: string }[]) =>
    forms.filter((form) => found.some(({ id }) => ids.get(id) === form));
  return {
    planned: formsOf(planned),
    reported: formsOf(malformedRows.filter(({ columns }) => columns === 'occurred_at')),
    mail: (await office.newMails()).map(({ text }) => text).join(),
  };
}

describe.skipIf(onSqlServer)('SQLite: times', () => {
  test('Under utc each form has one meaning, with and without Z, and every other is reported', async () => {
    const { planned, reported, mail } = await runWith('utc');
    expect(planned).toEqual([...accepted, ...inUtc]);
    expect(reported).toEqual(malformed);
    expect(new Set(mail.match(/24\.11\.2026 \d\d:\d\d/g))).toEqual(new Set(['24.11.2026 06:00']));
  });

  test('Under local a Z contradicts the setting and is reported; the others are the time of the office', async () => {
    const { planned, reported, mail } = await runWith('local');
    expect(planned).toEqual(accepted);
    expect(reported).toEqual([...inUtc, ...malformed]);
    expect(new Set(mail.match(/24\.11\.2026 \d\d:\d\d/g))).toEqual(new Set(['24.11.2026 05:00']));
  });

  test("The time that SQLite's datetime('now') writes is now", async () => {
    office = new TestOffice({ 'audit-completed': true });
    const client = office.client('Firma', { client: [office.user('Anna')] });
    await office.run(new Date(Date.now() - 3_600_000).toISOString());
    office.change(
      `INSERT INTO source_audits (event_id, occurred_at, client_id) VALUES (9, datetime('now'), ${client})`,
    );
    const { malformedRows, kinds } = await office.run(new Date(Date.now() + 60_000).toISOString());
    expect(malformedRows).toEqual([]);
    expect(kinds).toMatchObject([{ planned: 1, sent: 1 }]);
  });
});
