import { afterEach, expect, test } from 'vitest';
import { TestOffice } from '../helpers/office.js';
import { plainMailbox, startSmtp, type SmtpPeer } from '../helpers/smtp.js';

const far = '2099-01-01T00:00:00.000Z';
const hour = 3_600_000;

let office: TestOffice;
let peer: SmtpPeer;
afterEach(async () => {
  office.close();
  await peer.close();
});

const otherHost = '0123456789-1z-1-01234567';
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

test('What a clock that was ahead has recorded keeps no mail, account or alert waiting', async () => {
  peer = await startSmtp();
  office = new TestOffice(
    { 'audit-completed': {} },
    {
      mailbox: plainMailbox(peer.port, { connections: 2, messagesPerDay: 50 }),
      alerts: { recipients: ['admin@biuro.example'] },
    },
  );
  const audit = (person: string) => {
    office.audit(office.client(`Firma ${person}`, { client: [office.user(person)] }), minutesAgo(0));
  };
  const people = () => peer.received.map(({ to }) => to[0]!.split('@')[0]).filter((name) => name !== 'admin');
  const states = () =>
    office.rows<{ state: string }>('SELECT state FROM messages ORDER BY id').map(({ state }) => state);
  await office.run();
  for (const person of ['anna', 'ewa', 'jan']) audit(person);
  await office.run();
  expect(people().sort()).toEqual(['anna', 'ewa', 'jan']);

  office.change(
    `UPDATE messages SET state = 'deferred', deferrals = 9, next_attempt_at = '${far}', first_refusal_at = '${far}' WHERE id = 1`,
  );
  office.change(
    `UPDATE messages SET state = 'claimed', lease_owner = '${otherHost}:1', lease_until = '${far}' WHERE id = 2`,
  );
  office.change(
    `UPDATE mail_accounts SET rests = 3, rests_until = '${far}', accepted_connections = 1, connections_until = '${far}'`,
  );
  office.change(
    `UPDATE mail_accounts SET suspected_since = '${far}', refused_at = '${far}', refused_phase = 'rcpt', refusal = '450'`,
  );
  office.change(
    `INSERT INTO account_connections VALUES ((SELECT MIN(account) FROM mail_accounts), 1, '${otherHost}', '${far}')`,
  );
  office.change(`INSERT INTO account_usage VALUES ((SELECT MIN(account) FROM mail_accounts), 'day', '${far}', 500)`);
  office.change(`UPDATE activations SET tracked_since = '${far}'`);
  office.change(`INSERT INTO alerts (day, sent_at) VALUES ('2099-01-01', '${far}')`);
  const mended = await office.run();
  expect(mended.warnings.map(({ code, args }) => [code, args['count']])).toEqual([['CLOCK_WAS_AHEAD', 11]]);
  expect(states()).toEqual(['sent', 'claimed', 'sent']);
  expect(people()).toHaveLength(4);
  const [lease] = office.rows<{ until: string }>('SELECT lease_until AS until FROM messages WHERE id = 2');
  expect(Date.parse(lease!.until) - Date.now()).toBeLessThan(hour);
  for (const [table, column] of [
    ['account_connections', 'lease_until'],
    ['account_usage', 'started_at'],
    ['alerts', 'sent_at'],
    ['activations', 'tracked_since'],
  ] as const)
    expect(office.rows(`SELECT 1 FROM ${table} WHERE ${column} > '${minutesAgo(-2)}'`), table).toEqual([]);

  audit('zofia');
  expect((await office.run()).warnings).toEqual([]);
  expect(people()).toContain('zofia');
});
