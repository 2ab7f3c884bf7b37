import { afterEach, expect, test } from 'vitest';
import { TestOffice, winter } from '../helpers/office.js';
import { plainMailbox, startSmtp, type PeerOptions, type SmtpPeer } from '../helpers/smtp.js';

let office: TestOffice;
let peer: SmtpPeer;
afterEach(async () => {
  office.close();
  await peer.close();
});

async function officeWith(mails: number, options: PeerOptions): Promise<void> {
  peer = await startSmtp(options);
  office = new TestOffice(
    { 'audit-completed': { since: winter('11-24 00:00') } },
    { mailbox: plainMailbox(peer.port) },
  );
  for (let index = 0; index < mails; index += 1) {
    office.audit(office.client(`Firma ${index}`, { client: [office.user(`Osoba${index}`)] }), winter('11-24 08:00'));
  }
}

test('A server that sometimes closes the connection delays no mail and loses none', async () => {
  let mail = 0;
  await officeWith(60, {
    onMailFrom: (_address, _session, callback) => {
      mail += 1;
      callback(
        mail % 10 === 0
          ? Object.assign(new Error('4.7.0 too many messages on this connection'), { responseCode: 421 })
          : null,
      );
    },
  });
  const report = await office.run(winter('11-24 09:00'));
  expect(report).toMatchObject({ exitCode: 0, errors: [] });
  expect(office.states()).toEqual({ sent: 60 });
  expect(new Set(peer.received.map(({ to }) => to[0])).size).toBe(60);
  expect(peer.received).toHaveLength(60);
});

test('A server that always closes the connection ends the run after fewer than ten attempts', async () => {
  await officeWith(60, {
    onMailFrom: (_address, _session, callback) => {
      callback(Object.assign(new Error('4.3.2 closing'), { responseCode: 421 }));
    },
  });
  const report = await office.run(winter('11-24 09:00'));
  expect(report.exitCode).toBe(75);
  expect(report.errors.map(({ code }) => code)).toEqual(['MAILBOX_UNREACHABLE']);
  expect(office.states()).toEqual({ queued: 60 });
  expect(office.rows<{ count: number }>('SELECT COUNT(*) AS count FROM attempts')[0]!.count).toBeLessThan(10);
});

test('A reply that refuses the account ends the run after at most three attempts', async () => {
  await officeWith(60, {
    onMailFrom: (_address, _session, callback) => {
      callback(Object.assign(new Error('5.4.5 Daily user sending limit exceeded'), { responseCode: 550 }));
    },
  });
  const report = await office.run(winter('11-24 09:00'));
  expect(report.errors.map(({ code }) => code)).toEqual(['MAILBOX_REFUSES_SENDER']);
  expect(office.states()).toEqual({ queued: 60 });
  expect(office.rows<{ count: number }>('SELECT COUNT(*) AS count FROM attempts')[0]!.count).toBeLessThanOrEqual(3);
});

test('An account that fails while five connections deliver gets at most eight more messages, and none fails', async () => {
  let left = 20;
  await officeWith(60, {
    onRcptTo: (_address, _session, callback) => {
      left -= 1;
      callback(left < 0 ? Object.assign(new Error('not today'), { responseCode: 550 }) : null);
    },
  });
  office.settings = { ...office.settings, mailbox: plainMailbox(peer.port, { connections: 5 }) };
  const report = await office.run(winter('11-24 09:00'));
  expect(report).toMatchObject({ exitCode: 75, kinds: [{ sent: 20, failed: 0 }] });
  const { deferred, ...others } = office.states();
  expect(deferred).toBeGreaterThanOrEqual(5);
  expect(deferred).toBeLessThanOrEqual(8);
  expect(others).toEqual({ sent: 20, queued: 40 - deferred! });
});
