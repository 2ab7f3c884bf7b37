import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bin, command } from '../helpers/command.js';
import { makeCertificate } from '../helpers/certificates.js';
import { TestOffice } from '../helpers/office.js';
import { plainMailbox, startSmtp } from '../helpers/smtp.js';

let office: TestOffice;
let empty: string;
beforeEach(() => {
  office = new TestOffice({ 'audit-completed': { since: '2026-01-01T00:00:00Z' } });
  empty = mkdtempSync(join(tmpdir(), 'mobevo-empty-'));
});
afterEach(() => {
  office.close();
  rmSync(empty, { recursive: true, force: true });
});

function configure(settings: Record<string, unknown> = {}): void {
  writeFileSync(
    join(office.directory, 'mobevo-notify.config.json'),
    JSON.stringify({ ...office.settings, ...settings }),
  );
}

const here = (args: readonly string[]) => command(args, { cwd: office.directory });

function addAudit(): void {
  office.audit(office.client('Firma', { client: [office.user('Anna')] }), new Date(Date.now() - 60_000).toISOString());
}

test.each([
  ['an unknown subcommand', ['send'], 2, /unknown command/],
  ['an unknown option', ['run', '--sofort'], 2, /unknown option/],
  ['an unknown kind', ['run', '--only', 'audit-complete'], 2, /did you mean "audit-completed"/],
  ['an unknown kind to preview', ['preview', '--sample', 'absence'], 2, /did you mean "absences"/],
  ['a broken date', ['run', '--now', '24.11.2026'], 2, /is not a valid date and time/],
  ['a day that does not exist', ['run', '--now', '2026-02-30'], 2, /is not a valid date and time/],
  ['a dry run with --resend', ['run', '--dry-run', '--resend', '1'], 2, /cannot be used with/],
  ['a length of time past a day', ['run', '--max-duration', '25 days'], 2, /is not a valid length of time/],
  ['an impossible date', ['run', '--now', '2026-13-41T00:00:00Z'], 2, /is not a valid date and time/],
  ['a malformed address', ['preview', '--sample', '--recipient', 'anna(at)biuro'], 2, /is not a valid e-mail address/],
  ['a malformed address for a test', ['test-smtp', '--to', 'a@b@c'], 2, /is not a valid e-mail address/],
  ['a broken id', ['run', '--resend', '12x'], 2, /is not a valid message id/],
  ['a broken length of time', ['run', '--max-duration', 'soon'], 2, /is not a valid length of time/],
  ['an unknown format', ['preview', '--format', 'pdf'], 2, /Choose one of: text, html, eml, json/],
  ['--demo with --config', ['run', '--demo', '--config', 'x.json'], 2, /cannot be used with/],
  ['an id that does not exist', ['run', '--discard', '4711'], 2, /4711/],
  [
    'two decisions about one plan',
    ['run', '--release', 'absences', '--discard', '1,absences'],
    2,
    /same kinds: absences/,
  ],
  ['two decisions about one message', ['run', '--resend', '6,07', '--discard', '7'], 2, /same messages: 7/],
  ['test-smtp with a pickup folder', ['test-smtp'], 78, /pickup folder/],
])('%s', async (_, args, code, message) => {
  configure();
  const result = await here(args);
  expect(result.stderr).toMatch(message);
  expect(result.stderr).not.toMatch(/^\s+at /m);
  expect(result.code).toBe(code);
});

test('--only with a disabled kind prints that it is switched off', async () => {
  configure();
  expect(await here(['run', '--only', 'absences'])).toMatchObject({
    code: 0,
    stderr: 'absences is switched off in the configuration.\n',
  });
});

test('A run without a configuration exits with 78 and suggests --demo', async () => {
  const result = await command(['run'], { cwd: empty });
  expect(result).toMatchObject({ code: 78, stdout: '' });
  expect(result.stderr).toContain('No configuration: none in');
  expect(result.stderr).toContain('--demo');
  expect(readdirSync(empty)).toEqual([]);
});

test('An invalid configuration exits with 78 and lists every error with a suggestion, also with --json', async () => {
  configure({ mailbox: { form: 'p@biuro.example', pickupDirectory: 'outbox' }, office: { name: 7 } });
  const text = await here(['run']);
  expect(text.code).toBe(78);
  expect(text.stderr).toContain('mailbox.form: found an unknown setting');
  expect(text.stderr).toContain('did you mean "from"?');
  expect(text.stderr).toContain('office.name: found a number, expected a text');
  const json = await here(['run', '--json']);
  expect(JSON.parse(json.stdout)).toMatchObject({ type: 'error', code: 'CONFIG_INVALID', exitCode: 78 });
});

test('A missing view and a missing column are both named; the run exits with 78 and plans nothing', async () => {
  configure();
  office.db.exec('ALTER TABLE source_audits RENAME COLUMN started_by TO who; DROP TABLE source_guardians');
  const result = await here(['run']);
  expect(result.code).toBe(78);
  expect(result.stdout).toContain('source_audits.started_by: found no such column, expected text');
  expect(result.stdout).toContain('source_guardians: found no view with this name');
  expect(office.rows('SELECT COUNT(*) AS count FROM slots')).toMatchObject([{ count: 0 }]);
});

test('A column with the wrong type is named', async () => {
  configure();
  office.db.exec(
    'DROP TABLE source_guardians; CREATE TABLE source_guardians (client_id INTEGER, user_id BLOB, role TEXT)',
  );
  const result = await here(['run']);
  expect(result.code).toBe(78);
  expect(result.stdout).toContain('source_guardians.user_id: found type blob, expected a whole number');
});

test('A broken template exits with 78 and names file and line; only its own mails wait', async () => {
  const templates = join(office.directory, 'szablony');
  mkdirSync(join(templates, 'audit-completed'), { recursive: true });
  writeFileSync(join(templates, 'audit-completed', 'text.hbs'), 'Dzień dobry\n{{#each audits}}\n');
  office.notify({
    'audit-completed': { since: '2026-01-01T00:00:00Z' },
    'office-activity': { recipients: ['szef@biuro.example'] },
  });
  configure({ templatesDir: 'szablony' });
  addAudit();
  const result = await here(['run', '--json']);
  expect(result.code).toBe(78);
  expect(result.stdout).toContain('TEMPLATE_BROKEN');
  expect(result.stdout).toContain(join('szablony', 'audit-completed', 'text.hbs'));
  expect(result.stdout).toMatch(/Parse error on line 3/);
  expect(office.states()).toEqual({ queued: 1, sent: 1 });

  writeFileSync(
    join(templates, 'audit-completed', 'text.hbs'),
    'Szablon biura: {{#each clients}}{{client.name}}{{/each}}',
  );
  expect((await here(['run'])).code).toBe(0);
  expect((await office.newMails()).map(({ text }) => text.trim())).toContain('Szablon biura: Firma');
});

test('An unwritable pickup folder exits with 78; no file is half-written and mails stay queued', async () => {
  writeFileSync(join(office.directory, 'plik'), '');
  configure({ mailbox: { from: 'p@biuro.example', pickupDirectory: 'plik/outbox' } });
  addAudit();
  const result = await here(['run']);
  expect(result.code).toBe(78);
  expect(result.stderr + result.stdout).toContain('PICKUP_UNWRITABLE');
  expect(office.states()).toEqual({ queued: 1 });
});

test('A database file that is not a database, or cannot be created, exits with 75', async () => {
  writeFileSync(join(empty, 'zly.db'), 'to nie jest baza danych, tylko tekst '.repeat(100));
  for (const file of [join(empty, 'zly.db'), join(empty, 'nie', 'ma', 'x.db')]) {
    configure({ database: { client: 'sqlite', file } });
    const result = await here(['run']);
    expect(result.stderr).toContain('DATABASE_UNREACHABLE');
    expect(result.code).toBe(75);
  }
});

test('State tables of a newer version exit with 78', async () => {
  configure();
  expect((await here(['run'])).code).toBe(0);
  office.change('INSERT INTO migrations (version, applied_at) VALUES (99, ?)', new Date().toISOString());
  const result = await here(['run']);
  expect(result.code).toBe(78);
  expect(result.stderr).toContain('version 99');
});

test('An unexpected error prints its stack; a known error prints it only with --verbose', async () => {
  configure({ mailbox: { from: 'p@biuro.example', smtp: { host: '127.0.0.1', port: 1, security: 'none' } } });
  addAudit();
  const quiet = await here(['run']);
  expect(quiet.code).toBe(75);
  expect(quiet.stdout).not.toMatch(/^\s+at /m);
  expect((await here(['run', '--verbose'])).stdout).toMatch(/^\s+at /m);
});

test('NODE_TLS_REJECT_UNAUTHORIZED=0 makes a run accept no other certificate, and the run says so', async () => {
  const { key, cert } = await makeCertificate('127.0.0.1');
  const peer = await startSmtp({ secure: true, key, cert });
  try {
    addAudit();
    configure({ mailbox: plainMailbox(peer.port, { security: 'tls' }) });
    const env = { NODE_TLS_REJECT_UNAUTHORIZED: '0' };
    const { code, stderr } = await command(['run', '--quiet'], { cwd: office.directory, env });
    expect(code).not.toBe(0);
    expect(stderr).toContain('NODE_TLS_REJECT_UNAUTHORIZED');
    expect(peer.received).toEqual([]);
  } finally {
    await peer.close();
  }
});

test('preview --out writes nothing into the pickup folder, where another program sends what it finds', async () => {
  configure();
  const { mailbox } = office.settings as { mailbox: { pickupDirectory: string } };
  const result = await here(['preview', '--sample', '--out', mailbox.pickupDirectory]);
  expect(result).toMatchObject({ code: 1, stdout: '' });
  expect(result.stderr).toContain('mailbox.pickupDirectory');
  expect(readdirSync(office.outbox)).toEqual([]);
  rmSync(office.outbox, { recursive: true });
  expect((await here(['preview', '--sample', '--out', mailbox.pickupDirectory])).code).toBe(1);
  expect(existsSync(office.outbox)).toBe(false);
});

test.skipIf(process.platform === 'win32')('A folder that was deleted meanwhile is no fault with absolute paths', () => {
  configure();
  const gone = join(office.directory, 'gone');
  mkdirSync(gone);
  const config = join(office.directory, 'mobevo-notify.config.json');
  const script = `cd '${gone}' && rmdir '${gone}' && exec '${process.execPath}' '${bin}' run --config '${config}'`;
  const { status, stdout, stderr } = spawnSync('sh', ['-c', script], { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toContain('audit-completed');
});

test.each([
  ['yaml', 'office: &a\n  name: *a\n'],
  [
    'yaml',
    `a0: &a0 [x,x,x,x,x,x,x,x,x]\n${Array.from({ length: 9 }, (_, at) => `a${at + 1}: &a${at + 1} [${`*a${at},`.repeat(9)}x]`).join('\n')}\n`,
  ],
  ['json', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
])('A configuration in %s that contains itself, or is endless, is told at once', async (extension, text) => {
  const file = join(office.directory, `endless.${extension}`);
  writeFileSync(file, text);
  const result = await here(['run', '--config', file]);
  expect(result.code).toBe(78);
  expect(result.stdout + result.stderr).toMatch(/CONFIG_UNREADABLE/);
  expect(result.stdout + result.stderr).not.toMatch(/^\s+at /m);
});

test.each(['export default new Promise(() => {});', 'await new Promise(() => {}); export default {};'])(
  'A configuration whose code waits for ever is told: %s',
  async (code) => {
    const file = join(office.directory, 'waits.mjs');
    writeFileSync(file, code);
    const result = await here(['run', '--config', file]);
    expect(result.code).toBe(78);
    expect(result.stdout + result.stderr).toContain('waits for something that never happens');
  },
);
