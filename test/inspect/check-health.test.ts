import { once } from 'node:events';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { checkHealth } from '../../src/inspect/check-health.js';
import type { CheckId } from '../../src/inspect/check.js';
import { formatMessage } from '../../src/messages/index.js';
import { checkText } from '../helpers/check-text.js';
import { onSqlServer, TestOffice, winter } from '../helpers/office.js';
import { startScripted } from '../helpers/scripted-smtp.js';

let office: TestOffice;
beforeEach(() => {
  office = new TestOffice({ 'audit-completed': { since: winter('11-01 00:00'), onUnknown: 'hold' } });
});
afterEach(() => {
  office.close();
});

/** The state and the text, or the error code, of each result of a check. */
async function results(check: CheckId): Promise<string[]> {
  const found: string[] = [];
  for await (const result of checkHealth(office.config))
    if (result.check === check)
      found.push(
        result.state === 'fault'
          ? result.error.code
          : `${result.state}: ${formatMessage(result.found, 'en', office.config.office.timeZone)}`,
      );
  return found;
}

const path = (...parts: string[]) => join(office.directory, ...parts);

test.skipIf(onSqlServer)('SQLite: neither a check nor a dry run changes the journal mode of the file', async () => {
  office.db.exec('PRAGMA journal_mode = DELETE');
  expect(await results('contract')).toHaveLength(1);
  expect(await office.dryRun(winter('11-24 09:00'))).toMatchObject({ errors: [] });
  expect(office.rows('SELECT journal_mode AS mode FROM pragma_journal_mode')).toEqual([{ mode: 'delete' }]);
  await office.run(winter('11-24 09:00'));
  expect(office.rows('SELECT journal_mode AS mode FROM pragma_journal_mode')).toEqual([{ mode: 'wal' }]);
});

test('A log file or a pickup folder that a run could not write is a fault, also behind a link', async () => {
  mkdirSync(path('katalog'));
  mkdirSync(path('logi'));
  writeFileSync(path('plik'), '');
  symlinkSync(path('nie-ma'), path('link-donikad'));
  symlinkSync(path('nie-ma', 'run.log'), path('link.log'));
  symlinkSync(path('logi', 'nowy.log'), path('dobry.log'));
  symlinkSync(path('logi'), path('link-do-logow'));
  const withLog = async (logFile: string) => {
    office.settings = { ...office.settings, logFile };
    return results('log');
  };
  for (const file of ['katalog', 'plik/run.log', 'link-donikad/run.log', 'link.log'])
    expect(await withLog(file), file).toEqual(['LOG_UNWRITABLE']);
  for (const file of ['run.log', 'nowy/folder/run.log', 'dobry.log', 'link-do-logow/run.log', 'plik'])
    expect(await withLog(file), file).toEqual([`ok: ${path(file)} can be written`]);

  const withPickup = async (pickupDirectory: string) => {
    office.settings = { ...office.settings, mailbox: { from: 'p@biuro.example', pickupDirectory } };
    return results('mailbox');
  };
  for (const folder of ['plik', 'plik/outbox', 'link-donikad', 'link-donikad/outbox'])
    expect(await withPickup(folder), folder).toEqual(['PICKUP_UNWRITABLE']);
  for (const folder of ['nowy', 'link-do-logow', 'link-do-logow/outbox'])
    expect(await withPickup(folder), folder).toEqual([`ok: ${path(folder)} is writable`]);
});

test('The queue tells since when mails wait and how many failed or are held; the last run has the office time', async () => {
  expect(await results('queue')).toEqual(['ok: nothing waits']);
  for (const name of ['A', 'B', 'C', 'D', 'E'])
    office.audit(office.client(`Firma ${name}`, { client: [office.user(name)] }), winter('11-24 05:00'));
  await office.run(winter('11-24 06:00'));
  expect(await results('queue')).toEqual(['ok: nothing waits']);
  expect(await results('last-run')).toEqual(['ok: 24.11.2026 06:00, exit code 0']);
  const [first, second, third, ...held] = office.rows<{ id: number }>('SELECT id FROM messages ORDER BY id');
  office.change("UPDATE messages SET state = 'queued' WHERE id IN (?, ?)", first!.id, second!.id);
  expect(await results('queue')).toEqual([
    'ok: waiting: 2 since 24.11.2026 06:00, of these unknown: 0; failed in the last 7 days: 0; held: 0',
  ]);
  const now = new Date().toISOString();
  office.change("UPDATE messages SET state = 'failed', finished_at = ? WHERE id = ?", now, third!.id);
  for (const { id } of held) office.change("UPDATE messages SET state = 'unknown' WHERE id = ?", id);
  expect(await results('queue')).toEqual([
    'warning: waiting: 2 since 24.11.2026 06:00, of these unknown: 0; failed in the last 7 days: 1; held: 2',
  ]);
  office.change("UPDATE messages SET state = 'failed', finished_at = ?", winter('01-01 00:00'));
  expect(await results('queue')).toEqual(['ok: nothing waits']);
});

test('A since that came after a kind was switched on is told; one that was in time is not', async () => {
  const client = office.client('Firma', { client: [office.user('Anna')] });
  office.audit(client, winter('10-20 05:00'));
  office.notify({ 'audit-completed': { since: winter('11-01 00:00') }, 'documents-delivered': true });
  office.audit(client, winter('11-24 05:00'));
  office.delivery(client, winter('11-24 05:00'));
  await office.run(winter('11-24 06:00'));
  expect(await results('since')).toEqual([]);
  office.notify({
    'audit-completed': { since: winter('11-01 00:00') },
    'documents-delivered': { since: winter('11-20 00:00') },
  });
  expect(await results('since')).toEqual([
    'warning: documents-delivered: since has no effect, because it counts only before a kind is first switched on; ' +
      'earlier events are not mailed. Nothing has to be done, and the setting can be removed.',
  ]);
});

test('Mail servers that never answer are told within two seconds for all accounts, and no connection is kept', async () => {
  await office.run(winter('11-24 06:00'));
  const sockets = new Set<Socket>();
  const silent = createServer((socket) => {
    sockets.add(socket);
    socket.resume().on('close', () => sockets.delete(socket));
  }).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const slow = await startScripted({ script: { mail: { silence: true } } });
  const good = await startScripted();
  onTestFinished(async () => {
    silent.close();
    await Promise.all([slow.close(), good.close()]);
  });
  const accountOn = (name: string, port: number) => ({ name, host: '127.0.0.1', port, security: 'none' });
  const { port } = silent.address() as AddressInfo;
  const accounts = [
    ...['first', 'second', 'third'].map((name) => accountOn(name, port)),
    { ...accountOn('encrypted', port), security: 'tls' },
    accountOn('slow', slow.port),
    accountOn('good', good.port),
  ];
  // The first check loads the modules, so that the second one's time is its own.
  const withAccounts = (some: object[]) => {
    office.settings = { ...office.settings, mailbox: { from: 'p@biuro.example', accounts: some } };
  };
  withAccounts(accounts.slice(-1));
  const firstAt = performance.now();
  expect(await results('mailbox')).toHaveLength(1);
  // SQL Server compiles all statements meanwhile.
  const othersMs = onSqlServer ? performance.now() - firstAt : 0;
  withAccounts(accounts);
  const startedAt = performance.now();
  const found: string[] = [];
  for await (const result of checkHealth(office.config))
    if (result.check === 'mailbox') found.push(`${result.state}: ${checkText(result)}`);
  expect(performance.now() - startedAt - othersMs).toBeLessThan(2000);
  const unreachable = (phase: string) =>
    expect.stringContaining(
      `The mail server 127.0.0.1:${port} cannot be used (${phase}): no answer within 1 s; a run waits longer`,
    ) as string;
  expect(found).toEqual([
    ...Array<string>(3).fill(unreachable('greeting')),
    unreachable('TLS'),
    'warning: slow: the server answers, but the test had only come to MAIL FROM after 1 s and was ended. ' +
      'A run waits longer. Test it to the end with: mobevo-notify test-smtp',
    'ok: good: connected, logged in (if a login is set), p@biuro.example accepted as sender',
  ]);
  await vi.waitFor(() => {
    expect(sockets.size).toBe(0);
  });
});

test('A wrong password is found although the server refuses it only after two seconds', async () => {
  const script = { auth: { delay: 2_000, reply: '535 5.7.8 Authentication failed' } };
  const server = await startScripted({ script, extensions: ['AUTH PLAIN'] });
  onTestFinished(() => server.close());
  const smtp = { host: '127.0.0.1', port: server.port, security: 'none', user: 'biuro', password: 'stare-haslo' };
  office.settings = { ...office.settings, mailbox: { from: 'p@biuro.example', smtp } };
  expect((await results('mailbox'))[0]).toBe('MAILBOX_LOGIN_REFUSED');
});

test.skipIf(onSqlServer)('SQLite: a view that takes long to read makes no mail server unreachable', async () => {
  await office.run(winter('11-24 06:00'));
  office.audit(office.client('Firma', { client: [office.user('Anna')] }), winter('11-24 07:00'));
  const server = await startScripted();
  onTestFinished(() => server.close());
  const smtp = { host: '127.0.0.1', port: server.port, security: 'none' };
  office.settings = { ...office.settings, mailbox: { from: 'p@biuro.example', smtp } };
  const accepted = [
    `ok: 127.0.0.1:${server.port}: connected, logged in (if a login is set), p@biuro.example accepted as sender`,
  ];
  // The first check loads the modules, so that the second one connects at once.
  expect(await results('mailbox')).toEqual(accepted);
  const counting = (rows: number) =>
    `WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < ${rows}) SELECT MAX(n) FROM c`;
  const before = performance.now();
  office.rows(counting(1_000_000));
  const rowsOfOneSecond = Math.ceil((1_000 / (performance.now() - before)) * 1_000_000);
  office.db.exec(`ALTER TABLE source_audits RENAME TO source_audits_kept;
    ALTER TABLE source_audits_kept RENAME COLUMN error_count TO errors;
    CREATE VIEW source_audits AS
      SELECT *, iif((${counting(rowsOfOneSecond)}) > 0, errors, NULL) AS error_count FROM source_audits_kept`);
  const startedAt = performance.now();
  expect(await results('mailbox')).toEqual(accepted);
  expect(performance.now() - startedAt).toBeGreaterThan(1_200);
});

test.skipIf(onSqlServer)('SQLite: --check does not wait for a lock longer than a person would', async () => {
  await office.run(winter('11-24 06:00'));
  office.db.exec('BEGIN IMMEDIATE');
  try {
    const startedAt = performance.now();
    expect(await results('lock')).toEqual([
      'warning: another run is planning mails, or another program has locked the database',
    ]);
    expect(performance.now() - startedAt).toBeLessThan(2000);
  } finally {
    office.db.exec('ROLLBACK');
  }
});

test('The words of a failed run are quoted, because they are in the language of that run', async () => {
  await office.run(winter('11-24 09:00'));
  office.change("UPDATE runs SET exit_code = 75, error_code = 'MAILBOX_UNREACHABLE', error_text = 'Serwer milczy.'");
  const [found] = await results('last-run');
  expect(found).toContain('exit code 75: it said “Serwer milczy.” [MAILBOX_UNREACHABLE]; none with exit code 0');
});
