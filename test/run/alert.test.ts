import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { onSqlServer, parseMail, TestOffice, winter } from '../helpers/office.js';
import { startSmtp, type PeerOptions, type SmtpPeer } from '../helpers/smtp.js';

let office: TestOffice;
let peer: SmtpPeer;
afterEach(async () => {
  office.close();
  await peer.close();
});

const recipients = ['admin@biuro.example', 'szef@biuro.example'];

/** An office with a kind due every hour and two administrators who get alerts. */
async function start(options: PeerOptions = {}, onUnknown = 'resend', alerts: object = {}): Promise<void> {
  peer = await startSmtp(options);
  office = new TestOffice(
    { 'audit-completed': { since: winter('11-24 00:00'), onUnknown, schedule: { every: '1 hour', startAt: '00:00' } } },
    {
      mailbox: { from: 'p@biuro.example', smtp: { host: '127.0.0.1', port: peer.port, security: 'none' } },
      alerts: { recipients, ...alerts },
    },
  );
}

const mailTo = (client: string, person: string, at: string) => {
  office.audit(office.client(client, { client: [office.user(person)] }), winter(at));
};
const alerts = async () =>
  (await Promise.all(peer.received.map(async ({ raw }) => parseMail(raw)))).filter(({ kind }) => kind === 'alert');

test('Administrators get one alert a day about data issues, and none without issues', async () => {
  await start();
  mailTo('Firma', 'Anna', '11-24 08:00');
  await office.run(winter('11-24 09:00'));
  expect(await alerts()).toEqual([]);

  office.client('Sierota');
  office.client('Druga', { client: [office.user('Bez Adresu', null)] });
  await office.run(winter('11-24 10:00'));
  expect(await alerts()).toEqual([]);
  await office.run(winter('11-25 09:00'));
  await office.run(winter('11-25 10:00'));
  const sent = await alerts();
  expect(sent.map(({ to }) => to)).toEqual(recipients);
  for (const part of [sent[0]!.text, sent[0]!.html]) {
    expect(part).toContain('1 klient bez opiekuna (opiekun klienta): Sierota');
    expect(part).toContain('Bez Adresu');
  }
  expect(sent[0]!.subject).toContain('Biuro Testowe');
  await office.run(winter('11-26 09:00'));
  expect(await alerts()).toHaveLength(4);
});

test('Failed mail is reported once, after the grace period', async () => {
  await start(
    { recipient: (address) => (address.startsWith('jan') ? { code: 550, text: '5.1.1 no such user' } : undefined) },
    'resend',
    { grace: '6 hours' },
  );
  mailTo('Firma', 'Jan', '11-24 08:00');
  await office.run(winter('11-24 09:00'));
  expect(office.states()).toEqual({ failed: 1 });
  expect(await alerts()).toEqual([]);
  await office.run(winter('11-25 09:00'));
  const [alert] = await alerts();
  expect(alert!.text).toContain('1 wiadomości nie udało się wysłać');
  expect(alert!.text).toContain('jan@biuro.example: 550 5.1.1 no such user');
  expect(alert!.text).toContain('run --retry-failed');
  await office.run(winter('11-26 09:00'));
  expect(await alerts()).toHaveLength(2);
});

test('Held mail is reported every day until it is resolved', async () => {
  await start({}, 'hold');
  mailTo('Firma', 'Jan', '11-24 08:00');
  await office.run(winter('11-24 09:00'));
  office.change("UPDATE messages SET state = 'unknown'");
  await office.run(winter('11-25 09:00'));
  await office.run(winter('11-26 09:00'));
  expect((await alerts()).map(({ text }) => /#(\d+) informacja o zakończeniu/.exec(text)?.[1])).toEqual(
    ['1', '1', '1', '1'].map(() => office.rows<{ id: number }>('SELECT id FROM messages')[0]!.id.toString()),
  );
  await office.run(winter('11-26 10:00'), {
    discard: [office.rows<{ id: number }>('SELECT id FROM messages')[0]!.id.toString()],
  });
  await office.run(winter('11-27 09:00'));
  expect(await alerts()).toHaveLength(4);
});

test('An undelivered alert is retried by the next run that plans and never causes another alert', async () => {
  let isClosed = true;
  await start({
    onMailFrom: (_address, _session, callback) => {
      callback(isClosed ? Object.assign(new Error('5.7.60 not as this sender'), { responseCode: 550 }) : null);
    },
  });
  office.client('Sierota');
  const report = await office.run(winter('11-24 09:00'));
  expect(report).toMatchObject({ exitCode: 0, warnings: [{ code: 'MAILBOX_REFUSES_SENDER' }] });
  isClosed = false;
  await office.run(winter('11-24 10:00'));
  const sent = await alerts();
  expect(sent).toHaveLength(2);
  expect(sent[0]!.text).not.toMatch(/nie udało się|decyzj/);
  expect(office.rows('SELECT id FROM messages')).toEqual([]);
});

test('A refused alert recipient is a warning, and the others get the alert once', async () => {
  await start({
    recipient: (address) => (address.startsWith('szef') ? { code: 550, text: '5.1.1 no such user' } : undefined),
  });
  office.client('Sierota');
  expect(await office.run(winter('11-24 09:00'))).toMatchObject({
    exitCode: 0,
    warnings: [{ code: 'ALERT_UNDELIVERED' }],
  });
  await office.run(winter('11-24 10:00'));
  expect((await alerts()).map(({ to }) => to)).toEqual(['admin@biuro.example']);
});

test('An alert with unknown outcome is not sent again', async () => {
  await start({ delay: 60_000 });
  office.client('Sierota');
  await office.run(winter('11-24 09:00'), { maxDuration: onSqlServer ? 30_000 : 3_000 });
  const count = (await alerts()).length;
  expect(count).toBeGreaterThan(0);
  await office.run(winter('11-24 10:00'), { maxDuration: onSqlServer ? 30_000 : 3_000 });
  expect(await alerts()).toHaveLength(count);
});

test('Mail with unknown outcome too often is reported, whatever onUnknown is', async () => {
  await start();
  mailTo('Firma', 'Jan', '11-24 08:00');
  await office.run(winter('11-24 09:00'));
  const [{ id }] = office.rows<{ id: number }>('SELECT id FROM messages') as [{ id: number }];
  office.change("UPDATE messages SET state = 'unknown', unknown_count = 6");
  await office.run(winter('11-25 09:00'));
  expect((await alerts()).map(({ text }) => text.includes(`#${id} `))).toEqual([true, true]);
});

// SQL Server's columns hold no text in place of a number.
test.skipIf(onSqlServer)(
  'An alert names rows that could not be used, with the value found and the one expected',
  async () => {
    await start();
    office.db.exec(
      "INSERT INTO source_audits (event_id, client_id, occurred_at) VALUES (77, 'x1', '2026-11-24T07:30:00Z')",
    );
    await office.run(winter('11-24 09:00'));
    for (const part of [(await alerts())[0]!.text, (await alerts())[0]!.html])
      expect(part.replace(/\s+/g, ' ')).toMatch(/source_audits: .*client_id.*77.*x1.*liczba całkowita/);
  },
);

test('A run with nothing due sends no alert', async () => {
  await start();
  office.client('Sierota');
  await office.run(winter('11-24 09:00'));
  office.change('DELETE FROM alerts');
  await office.run(winter('11-24 09:30'));
  expect(office.rows('SELECT day FROM alerts')).toEqual([]);
  expect(await alerts()).toHaveLength(2);
});

test('An alert whose run has died, or whose template fails, is sent by a later run of the day', async () => {
  await start();
  office.client('Sierota');
  await office.run(winter('11-24 09:00'));
  office.change('DELETE FROM alerts');
  const count = (await alerts()).length;
  office.insert('alerts', {
    day: '2026-11-24',
    sent_at: '2026-11-24T09:00:00.000Z',
    claimed_until: '2999-01-01T00:00:00.000Z',
  });
  await office.run(winter('11-24 10:00'));
  expect(await alerts()).toHaveLength(count);
  office.change("UPDATE alerts SET claimed_until = '2026-01-01T00:00:00.000Z'");
  mkdirSync(join(office.directory, 'alert'));
  writeFileSync(join(office.directory, 'alert', 'text.hbs'), '{{#each gaps}}');
  office.settings = { ...office.settings, templatesDir: '.' };
  expect(await office.run(winter('11-24 11:00'))).toMatchObject({ warnings: [{ code: 'TEMPLATE_BROKEN' }, {}] });
  expect(office.rows('SELECT day FROM alerts')).toEqual([]);
  writeFileSync(join(office.directory, 'alert', 'text.hbs'), 'Uwaga');
  await office.run(winter('11-24 12:00'));
  expect(await alerts()).toHaveLength(count + recipients.length);
  expect(office.rows('SELECT claimed_until FROM alerts')).toEqual([{ claimed_until: null }]);
});
