import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { command } from '../../helpers/command.js';
import { TestOffice } from '../../helpers/office.js';
import { makeCertificate } from '../../helpers/certificates.js';
import { plainMailbox, startSmtp } from '../../helpers/smtp.js';
import { startScripted } from '../../helpers/scripted-smtp.js';

vi.setConfig({ testTimeout: 180_000 });

let office: TestOffice;
beforeEach(() => {
  office = new TestOffice({ 'audit-completed': true, 'user-activity': true });
});
afterEach(() => {
  office.close();
});

interface Line {
  type: string;
  check: string;
  state: string;
  text?: string;
  error?: { code: string };
}

/** Runs `run --check`. `found` has the state or the error code by check; the first line of a check counts. */
async function check(
  settings: Record<string, unknown> = {},
): Promise<{ code: number | null; found: Record<string, string> }> {
  writeFileSync(
    join(office.directory, 'mobevo-notify.config.json'),
    JSON.stringify({ ...office.settings, ...settings }),
  );
  const { code, stdout, stderr } = await command(['run', '--check', '--json'], { cwd: office.directory });
  expect(stderr).toBe('');
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
  return {
    code,
    found: Object.fromEntries(lines.reverse().map(({ check: id, state, error }) => [id, error?.code ?? state])),
  };
}

const allOk = {
  config: 'ok',
  files: 'ok',
  database: 'ok',
  clock: 'ok',
  state: 'ok',
  lock: 'ok',
  contract: 'ok',
  statements: 'ok',
  data: 'ok',
  'last-run': 'ok',
  queue: 'ok',
  'held-plans': 'ok',
  mailbox: 'ok',
  templates: 'ok',
};

test('--check prints one line per check before and after the first run and changes nothing', async () => {
  expect(await check()).toEqual({ code: 0, found: { ...allOk, state: 'warning', 'last-run': 'warning' } });
  expect(office.database.tables()).not.toContain('messages');
  await office.run();
  const files = () => readdirSync(office.directory).filter((name) => !/-(wal|shm)$/.test(name));
  const before = files();
  const count = () => office.rows<{ count: number }>('SELECT COUNT(*) AS count FROM runs')[0]!.count;
  expect(await check()).toEqual({ code: 0, found: allOk });
  expect(files()).toEqual(before);
  expect(count()).toBe(1);

  const text = await command(['run', '--check'], { cwd: office.directory });
  expect(text.stdout.trim().split('\n')).toHaveLength(Object.keys(allOk).length);
  expect(text.stdout).toMatch(/^✓ source contract: views checked: \d \(without the optional source_deputies: /m);
  expect(await command(['run', '--check', '--quiet'], { cwd: office.directory })).toEqual({
    code: 0,
    stdout: '',
    stderr: '',
  });
  expect(
    (await command(['run', '--check'], { cwd: office.directory, env: { LC_ALL: 'pl_PL.UTF-8' } })).stdout,
  ).toContain('✓ blokada: wolna');
});

test('Without a database, --check skips what depends on it and checks the rest', async () => {
  const dependent = ['clock', 'state', 'lock', 'contract', 'statements', 'data', 'last-run', 'queue', 'held-plans'];
  const skipped = Object.fromEntries(dependent.map((id) => [id, 'skipped']));
  expect(await check({ database: { client: 'sqlite', file: 'nie-ma.db' } })).toEqual({
    code: 75,
    found: { ...allOk, ...skipped, database: 'DATABASE_UNREACHABLE' },
  });
  expect(readdirSync(office.directory)).not.toContain('nie-ma.db');
  expect(await check({ database: { client: 'sqlserver', connection: 'Server=baza;Nonsense=1' } })).toEqual({
    code: 78,
    found: { ...allOk, ...skipped, server: 'skipped', rights: 'skipped', database: 'DATABASE_SETTINGS_INVALID' },
  });
});

test('A broken view, template and pickup folder are each reported on one line; the worst exit code wins', async () => {
  await office.run();
  office.change('DROP TABLE source_guardians');
  mkdirSync(join(office.directory, 'szablony', 'audit-completed'), { recursive: true });
  writeFileSync(join(office.directory, 'szablony', 'audit-completed', 'text.hbs'), '{{#each audits}}');
  writeFileSync(join(office.directory, 'plik'), '');
  const mailbox = { from: 'p@biuro.example', pickupDirectory: 'plik/outbox' };
  expect(await check({ templatesDir: 'szablony', mailbox })).toEqual({
    code: 78,
    found: {
      ...allOk,
      contract: 'SOURCE_CONTRACT_BROKEN',
      statements: 'STATEMENTS_REFUSED',
      mailbox: 'PICKUP_UNWRITABLE',
      templates: 'TEMPLATE_BROKEN',
    },
  });
});

test('A fault in a template of the alert, or in a text that no sample shows, is found before a mail needs it', async () => {
  await office.run();
  const templates = join(office.directory, 'szablony');
  for (const [name, source] of [
    ['alert', 'Dzień dobry\n{{t "alert.nieznany"}}'],
    ['audit-completed', '{{#> layout/text}}\n{{#if nieznane}}{{t "audit.more"}}{{/if}}\n{{/layout/text}}'],
  ] as const) {
    mkdirSync(join(templates, name), { recursive: true });
    writeFileSync(join(templates, name, 'text.hbs'), source);
    const { code, found } = await check({ templatesDir: 'szablony' });
    expect({ code, found }).toEqual({ code: 78, found: { ...allOk, templates: 'TEMPLATE_BROKEN' } });
    rmSync(templates, { recursive: true });
  }
});

test('Newer state tables, a failed last run and a held lock are reported', async () => {
  await office.run();
  office.change('UPDATE runs SET exit_code = 75');
  expect((await check()).found).toEqual({ ...allOk, 'last-run': 'warning' });
  office.db.exec('BEGIN IMMEDIATE');
  try {
    expect((await check()).found).toMatchObject({ lock: 'warning', contract: 'ok' });
  } finally {
    office.db.exec('ROLLBACK');
  }
  office.change('INSERT INTO migrations (version, applied_at) VALUES (99, ?)', new Date().toISOString());
  expect(await check()).toMatchObject({ code: 78, found: { state: 'SCHEMA_TOO_NEW' } });
});

test('A refused login and an unreachable mail server are reported', async () => {
  await office.run();
  const peer = await startSmtp({
    authOptional: false,
    allowInsecureAuth: true,
    onAuth: (_auth, _session, callback) => {
      callback(Object.assign(new Error('5.7.8 Bad credentials'), { responseCode: 535 }));
    },
  });
  const { port } = peer;
  try {
    expect(await check({ mailbox: plainMailbox(port, { user: 'biuro', password: 'tajne' }) })).toEqual({
      code: 77,
      found: { ...allOk, mailbox: 'MAILBOX_LOGIN_REFUSED' },
    });
    expect(peer.received).toEqual([]);
  } finally {
    await peer.close();
  }
  expect(await check({ mailbox: plainMailbox(1) })).toMatchObject({
    code: 75,
    found: { mailbox: 'MAILBOX_UNREACHABLE' },
  });
});

test('Warnings of test-smtp are printed on one line each and are not failures', async () => {
  await office.run();
  const { key, cert } = await makeCertificate('localhost', 5);
  writeFileSync(join(office.directory, 'ca.pem'), cert);
  const peer = await startSmtp({ key, cert, recipient: () => ({ code: 550, text: '5.1.1 no such user' }) });
  try {
    const mailbox = plainMailbox(peer.port, { host: 'localhost', security: 'starttls', caFile: 'ca.pem' });
    expect(await check({ mailbox })).toEqual({ code: 0, found: { ...allOk, mailbox: 'warning' } });
    const { stdout, stderr } = await command(['run', '--check', '--quiet'], { cwd: office.directory });
    expect(stderr).toBe('');
    expect(stdout.trim().split('\n')).toEqual([
      expect.stringMatching(
        /^! mailbox: localhost:\d+: The server's certificate expires in 5 days \(\d{4}-\d\d-\d\d\)/,
      ),
      expect.stringMatching(
        /^! mailbox: localhost:\d+: The server accepts powiadomienia@biuro\.example as sender but refuses mail to that address/,
      ),
    ]);
    expect(peer.received).toEqual([]);
  } finally {
    await peer.close();
  }
});

test('A refused sender is a failure; a server that closes the connection is a warning', async () => {
  await office.run();
  const refusing = await startScripted({
    script: { mail: '553 5.7.1 <powiadomienia@biuro.example>: Sender address rejected: not owned by user' },
  });
  const busy = await startScripted({ script: { mail: '421 4.7.0 closing' } });
  try {
    expect(await check({ mailbox: plainMailbox(refusing.port) })).toEqual({
      code: 75,
      found: { ...allOk, mailbox: 'MAILBOX_REFUSES_SENDER' },
    });
    expect(await check({ mailbox: plainMailbox(busy.port) })).toEqual({
      code: 0,
      found: { ...allOk, mailbox: 'warning' },
    });
    expect((await command(['run', '--check'], { cwd: office.directory })).stdout).toMatch(
      /^! mailbox: .*: the test stopped at MAIL FROM: 421 4\.7\.0 closing$/m,
    );
  } finally {
    await refusing.close();
    await busy.close();
  }
});

test('--check conflicts with every option that changes something or has no meaning with it', async () => {
  for (const option of [
    ['--retry-failed'],
    ['--dry-run'],
    ['--resend', '1'],
    ['--discard', '1'],
    ['--release', 'audit-completed'],
    ['--only', 'audit-completed'],
    ['--now', '2026-11-24T08:00:00Z'],
    ['--max-duration', '1 hour'],
  ]) {
    expect((await command(['run', '--check', ...option], { cwd: office.directory })).code, option[0]).toBe(2);
  }
});

test('--check names what the data leaves out: the row, its value and what is expected, and who cannot be notified', async () => {
  office.client('Sierota');
  office.user('Anna', 'anna@biuro.example; jan@biuro.example');
  const at = new Date(Date.now() - 60_000).toISOString();
  office.db.exec(`INSERT INTO source_audits (event_id, client_id, occurred_at) VALUES (77, 'x1', '${at}')`);
  writeFileSync(join(office.directory, 'mobevo-notify.config.json'), JSON.stringify(office.settings));
  const { code, stdout } = await command(['run', '--check'], { cwd: office.directory });
  expect(code).toBe(0);
  expect(stdout).toMatch(/^! data: .*\n(?: {2}.*\n)* {2}1 client without account manager: Sierota$/m);
  expect(stdout).toMatch(/^ {2}1 user without a usable e-mail address: Anna$/m);
  expect(stdout).toMatch(/^ {2}source_audits: .*client_id.*77.*x1.*a whole number/m);
});
