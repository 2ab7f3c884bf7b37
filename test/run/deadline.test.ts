import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { run } from '../../src/run/run.js';
import { bin } from '../helpers/command.js';
import { onSqlServer, pace, TestOffice } from '../helpers/office.js';
import { plainMailbox, startSmtp, type SmtpPeer } from '../helpers/smtp.js';

let office: TestOffice;
let peer: SmtpPeer | undefined;
let silentServer: Server | undefined;
const sockets: Socket[] = [];
afterEach(async () => {
  office.close();
  await peer?.close();
  for (const socket of sockets.splice(0)) socket.destroy();
  silentServer?.close();
  peer = silentServer = undefined;
});

function officeWith(mails: number, port: number): void {
  office = new TestOffice({ 'audit-completed': { since: '2026-01-01T00:00:00Z' } }, { mailbox: plainMailbox(port) });
  for (let index = 0; index < mails; index += 1) {
    office.audit(
      office.client(`Firma ${index}`, { client: [office.user(`Osoba${index}`)] }),
      new Date(Date.now() - 60_000).toISOString(),
    );
  }
}

/**
 * Plans with an unreachable mailbox, so that the next run spends its time on the mail server.
 * @returns milliseconds, a safe limit for the statements of the next run: it has fewer of them than this one
 */
async function measurePlanning(): Promise<number> {
  const { mailbox } = office.settings;
  office.settings = { ...office.settings, mailbox: plainMailbox(1) };
  const start = Date.now();
  expect((await office.run()).exitCode).toBe(75);
  const took = Date.now() - start;
  office.change('DELETE FROM attempts');
  office.settings = { ...office.settings, mailbox };
  return Math.max(1_500, took);
}

/** Starts a server that answers each line it receives with the next of `lines`, and then stays silent. */
async function startSilent(lines: readonly string[]): Promise<number> {
  silentServer = createServer((socket) => {
    sockets.push(socket);
    const left = [...lines];
    const reply = () => {
      const line = left.shift();
      if (line !== undefined) socket.write(`${line}\r\n`);
    };
    socket.on('data', (data) => {
      for (let count = data.toString().split('\n').length - 1; count > 0; count -= 1) reply();
    });
    socket.on('error', () => undefined);
    reply();
  });
  await new Promise<void>((resolve) => {
    silentServer!.listen(0, '127.0.0.1', resolve);
  });
  return (silentServer.address() as AddressInfo).port;
}

const runFor = (maxDuration: number) =>
  run(office.config, { maxDuration }, { message: () => undefined, sending: () => undefined });

test('A run ends at its deadline if the server never greets; it loses no mail and counts no attempt', async () => {
  officeWith(5, await startSilent([]));
  const maxDuration = await measurePlanning();
  const start = Date.now();
  const report = await runFor(maxDuration);
  expect(Date.now() - start).toBeLessThan(maxDuration * 2);
  expect(sockets.length).toBeGreaterThan(0);
  expect(report.exitCode).toBe(75);
  expect(office.states()).toEqual({ queued: 5 });
  expect(office.rows('SELECT DISTINCT deferrals FROM messages')).toMatchObject([{ deferrals: 0 }]);
});

test('A mail has unknown outcome if the server is silent after the final dot, and the next one is not begun', async () => {
  officeWith(2, await startSilent(['220 hello', '250 hello', '250 sender', '250 recipient', '354 go on']));
  // The duration is not asserted: on a slow server the claim and the contents may take longer than planning did.
  const report = await runFor((await measurePlanning()) * (onSqlServer ? 3 : 1));
  // Until an account has delivered, it sends one mail at a time.
  expect(office.states()).toEqual({ queued: 1, unknown: 1 });
  expect(report.kinds[0]).toMatchObject({ unknown: 1, sent: 0 });
  expect(office.rows('SELECT DISTINCT phase, outcome FROM attempts')).toMatchObject([
    { phase: 'dot', outcome: 'unknown' },
  ]);
});

test('A run with a long queue stops at its deadline, and the next run sends the rest', async () => {
  peer = await startSmtp({ delay: 40 * pace });
  officeWith(300, peer.port);
  const first = await runFor(3_000 * pace);
  expect(first.exitCode).toBe(0);
  const states = office.states();
  expect(Object.keys(states).sort()).toEqual(['queued', 'sent']);
  await office.run();
  expect(office.states()).toEqual({ sent: 300 });
  expect(peer.received).toHaveLength(300);
});

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s lets the mails being sent finish and records them; the rest stays queued',
  async (signal) => {
    peer = await startSmtp({ delay: 60 });
    officeWith(100, peer.port);
    writeFileSync(join(office.directory, 'mobevo-notify.config.json'), JSON.stringify(office.settings));
    const child = spawn(process.execPath, [bin, 'run', '--quiet'], { cwd: office.directory, stdio: 'ignore' });
    const closed = new Promise<number | null>((resolve) => child.on('close', resolve));
    while (peer.received.length < 5) await new Promise((resolve) => setTimeout(resolve, 10));
    child.kill(signal);
    expect(await closed).toBe(0);
    const states = office.states();
    expect(Object.keys(states).sort()).toEqual(['queued', 'sent']);
    expect(peer.received).toHaveLength(states['sent']!);
    expect(states['sent']).toBeLessThan(100);
  },
);

test('A second signal ends the process at once', async () => {
  officeWith(3, await startSilent([]));
  writeFileSync(join(office.directory, 'mobevo-notify.config.json'), JSON.stringify(office.settings));
  const child = spawn(process.execPath, [bin, 'run', '--quiet'], { cwd: office.directory, stdio: 'ignore' });
  const closed = new Promise<NodeJS.Signals | null>((resolve) =>
    child.on('close', (_code, by) => {
      resolve(by);
    }),
  );
  while (sockets.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  child.kill('SIGTERM');
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(child.exitCode).toBeNull();
  child.kill('SIGTERM');
  expect(await closed).toBe('SIGTERM');
  expect(office.states()['sent']).toBeUndefined();
});

test('A run whose time is over before it sends warns how many mails wait, and plans nothing more', async () => {
  peer = await startSmtp();
  officeWith(2, peer.port);
  await measurePlanning();
  office.notify({ 'audit-completed': true, 'documents-delivered': true });
  const report = await office.run(undefined, { maxDuration: 1 });
  expect(report).toMatchObject({
    exitCode: 0,
    errors: [],
    warnings: [
      { code: 'PLANNING_CUT_SHORT', args: { kinds: 'documents-delivered, audit-completed' } },
      { code: 'RUN_CUT_SHORT', args: { count: 2 } },
    ],
  });
  expect(report.kinds).toMatchObject([{ pending: 2 }, { due: false }]);
  expect(office.rows("SELECT kind FROM activations WHERE kind = 'documents-delivered'")).toEqual([]);
  expect((await office.run()).exitCode).toBe(0);
  expect(peer.received).toHaveLength(2);
});

test('Kinds that were planned longest ago are planned first, and those that failed last', async () => {
  office = new TestOffice({ 'audit-completed': true, 'documents-delivered': true });
  await office.run();
  office.change("UPDATE slots SET slot = '2026-01-01T00:00:00.000Z' WHERE kind = 'documents-delivered'");
  expect((await office.run(undefined, { maxDuration: 1 })).warnings).toMatchObject([
    { code: 'PLANNING_CUT_SHORT', args: { kinds: 'documents-delivered, audit-completed' } },
  ]);
  office.change(
    `INSERT INTO standing_faults (name, error_text, since, reported_on)
     VALUES ('PLANNING_FAILED "documents-delivered"', 'x', '2026-01-01T00:00:00.000Z', '2026-01-01')`,
  );
  expect((await office.run(undefined, { maxDuration: 1 })).warnings).toMatchObject([
    { code: 'PLANNING_CUT_SHORT', args: { kinds: 'audit-completed, documents-delivered' } },
  ]);
});
