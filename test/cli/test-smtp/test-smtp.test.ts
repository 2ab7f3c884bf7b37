import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { testSmtpLineSchema } from '../../../scripts/generate/output-schemas/test-smtp.js';
import { command } from '../../helpers/command.js';
import { parseMail } from '../../helpers/office.js';
import { startSmtp, type SmtpPeer } from '../../helpers/smtp.js';

let directory: string;
let peer: SmtpPeer;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'mobevo-test-smtp-'));
  peer = await startSmtp({
    authOptional: false,
    allowInsecureAuth: true,
    authMethods: ['PLAIN', 'LOGIN'],
    onAuth: ({ password }, _session, callback) => {
      callback(
        password === 'dobre'
          ? null
          : Object.assign(new Error('5.7.139 Authentication unsuccessful, basic authentication is disabled. [X]'), {
              responseCode: 535,
            }),
        { user: 'biuro' },
      );
    },
    recipient: (address) => (address.startsWith('nikt') ? { code: 550, text: '5.1.1 no such user' } : undefined),
  });
});
afterEach(async () => {
  rmSync(directory, { recursive: true, force: true });
  await peer.close();
});

const account = (name: string, password = 'dobre', port = peer.port) => ({
  name,
  host: '127.0.0.1',
  port,
  security: 'none',
  // The name of the host would be a warning where it has no domain.
  ehloName: 'powiadomienia.biuro.example',
  user: 'biuro',
  password,
});

function configure(accounts: object[], settings: object = {}): void {
  writeFileSync(
    join(directory, 'mobevo-notify.config.json'),
    JSON.stringify({
      database: { client: 'sqlite', file: 'x.db' },
      office: { name: 'Biuro' },
      notifications: {},
      mailbox: { from: 'powiadomienia@biuro.example', accounts },
      ...settings,
    }),
  );
}

const testSmtp = (...args: string[]) => command(['test-smtp', ...args], { cwd: directory });

test('test-smtp prints one line per phase and creates no database', async () => {
  configure([account('główne')]);
  const { stdout, stderr, code } = await testSmtp();
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  for (const phase of ['DNS', 'TCP', 'greeting', 'EHLO', 'AUTH', 'MAIL FROM', 'RCPT TO'])
    expect(stdout).toMatch(new RegExp(`^ {2}✓ ${phase} +\\d+ ms {2}`, 'm'));
  expect(stdout).toContain('PLAIN (offered: PLAIN LOGIN)');
  expect(stdout).toContain('The password is sent unencrypted');
  expect(readdirSync(directory)).toEqual(['mobevo-notify.config.json']);
});

test('--to sends one message; an unknown recipient exits with 2 and names the phase', async () => {
  configure([account('główne')]);
  const sent = await testSmtp('--to', 'anna@biuro.example');
  expect(sent.code).toBe(0);
  expect(sent.stdout).toMatch(/✓ message .*<anna@biuro\.example> {2}250 /);
  expect((await parseMail(peer.received[0]!.raw)).to).toBe('anna@biuro.example');
  const refused = await testSmtp('--to', 'nikt@biuro.example');
  expect(refused.code).toBe(2);
  expect(refused.stdout).toMatch(/✗ RCPT TO .*5\.1\.1/);
  expect(refused.stdout).toContain('This account works so far, but the server refuses the recipient (exit code 2).');
  expect(peer.received).toHaveLength(1);
});

test('A refused login exits with 77 and prints cause and next step in the configured language', async () => {
  configure([account('główne', 'zle-haslo')], { language: 'pl' });
  const { stdout, code } = await testSmtp('--verbose');
  expect(code).toBe(77);
  expect(stdout).toMatch(/✗ AUTH .*535 5\.7\.139/);
  expect(stdout).toContain('Przyczyna: Microsoft 365 nie przyjmuje już tutaj nazwy użytkownika i hasła');
  expect(stdout).toContain('Co zrobić: Użyj dla tego konta "oauth2"');
  expect(stdout).toContain('-> AUTH PLAIN ***');
  expect(stdout).not.toMatch(/zle-haslo|[A-Za-z0-9+/]{20,}=/);
});

test('Every account is tested, --account selects, and the worst exit code wins', async () => {
  configure([account('pierwsze'), account('drugie', 'złe'), account('trzecie', 'dobre', 1)]);
  const all = await testSmtp();
  expect(all.stdout.match(/^\S.*$/gm)).toEqual(['pierwsze', 'drugie', 'trzecie']);
  expect(all.code).toBe(77);
  expect(await testSmtp('--account', 'trzecie')).toMatchObject({
    code: 75,
    stdout: expect.not.stringContaining('pierwsze') as string,
  });
  expect((await testSmtp('--account', 'pierwsze')).code).toBe(0);
  expect(await testSmtp('--account', 'czwarte')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('pierwsze, drugie, trzecie') as string,
  });
});

test('--until stops after a phase; an unknown phase, or --to with it, exits with 2', async () => {
  configure([account('główne', 'złe')]);
  const { stdout, code } = await testSmtp('--until', 'ehlo');
  expect(code).toBe(0);
  expect(stdout).not.toContain('AUTH  ');
  expect(stdout).toContain('works so far');
  expect((await testSmtp('--until', 'koniec')).code).toBe(2);
  expect((await testSmtp('--until', 'ehlo', '--to', 'a@b.example')).code).toBe(2);
});

test('--json prints one object per phase and one at the end, always in English', async () => {
  configure([account('główne', 'zle-haslo')], { language: 'pl' });
  const { stdout, code } = await testSmtp('--json', '--verbose');
  const objects = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(code).toBe(77);
  for (const object of objects) expect(testSmtpLineSchema.parse(object)).toEqual(object);
  expect(objects.every(({ version, account: name }) => version === 2 && name === 'główne')).toBe(true);
  expect(Object.keys(objects.at(-1)!)).toMatchInlineSnapshot(`
    [
      "type",
      "version",
      "account",
      "exitCode",
      "error",
      "replyClass",
      "failed",
      "warnings",
    ]
  `);
  expect(objects.filter(({ type }) => type === 'phase').map(({ phase }) => phase)).toEqual([
    'dns',
    'connect',
    'banner',
    'ehlo',
    'auth',
  ]);
  expect(objects.find(({ phase }) => phase === 'auth')).toMatchObject({
    ok: false,
    offered: ['PLAIN', 'LOGIN'],
    used: 'PLAIN',
    reply: { code: 535, enhancedCode: '5.7.139' },
    hint: {
      code: 'basic-auth-off',
      source: expect.stringContaining('https://') as string,
      cause: expect.stringContaining('no longer accepts') as string,
    },
  });
  expect(objects.at(-1)).toMatchObject({
    type: 'test-smtp',
    exitCode: 77,
    failed: 'auth',
    error: { code: 'MAILBOX_LOGIN_REFUSED' },
    warnings: [{ code: 'testSmtp.warning.plainPassword' }],
  });
  expect(objects.filter(({ type }) => type === 'line').length).toBeGreaterThan(4);
  expect(stdout).not.toContain('zle-haslo');
});

test('--quiet prints nothing on success and everything on stderr on failure', async () => {
  const { user, password, ...relay } = account('relay');
  expect([user, password]).toEqual(['biuro', 'dobre']);
  const open = await startSmtp();
  configure([{ ...relay, port: open.port }]);
  expect(await testSmtp('--quiet')).toEqual({ code: 0, stdout: '', stderr: '' });
  await open.close();
  const { code, stdout, stderr } = await testSmtp('--quiet');
  expect({ code, stdout }).toEqual({ code: 75, stdout: '' });
  expect(stderr).toMatch(/✗ TCP/);
});
