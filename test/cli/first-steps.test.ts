import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { root } from '../helpers/command.js';
import { parseMail, TestOffice } from '../helpers/office.js';
import { plainMailbox, startSmtp, type SmtpPeer } from '../helpers/smtp.js';
import { hasTerminal, inTerminal, screenText } from '../helpers/terminal.js';

vi.setConfig({ testTimeout: 180_000 });

let folder: string;
let office: TestOffice;
let peer: SmtpPeer;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mobevo-first-steps-'));
  office = new TestOffice({ 'audit-completed': { since: '2026-01-01T00:00:00Z' } });
  peer = await startSmtp({
    authOptional: false,
    allowInsecureAuth: true,
    authMethods: ['PLAIN', 'LOGIN'],
    onAuth: ({ username, password }, _session, callback) => {
      callback(
        username === 'biuro' && password === 'dobre'
          ? null
          : Object.assign(new Error('5.7.8 Bad credentials'), { responseCode: 535 }),
        { user: 'biuro' },
      );
    },
  });
});
afterEach(async () => {
  office.close();
  await peer.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Writes the configuration and the password file, as an administrator does. */
function configure(password: string): void {
  writeFileSync(join(office.directory, 'haslo.txt'), password);
  writeFileSync(
    join(office.directory, 'mobevo-notify.config.json'),
    JSON.stringify({
      ...office.settings,
      mailbox: plainMailbox(peer.port, { user: 'biuro', password: { file: 'haslo.txt' } }),
    }),
  );
}

test.skipIf(!hasTerminal)('Five commands lead from nothing to a working schedule, in a terminal', async () => {
  const type = (line: string, cwd = office.directory) => inTerminal(line.split(' '), { cwd });
  office.audit(
    office.client('Piekarnia Kłos', { client: [office.user('Anna')] }),
    new Date(Date.now() - 60_000).toISOString(),
  );

  // 1. Try the demo.
  const demo = await type('run --demo', folder);
  expect(demo.code).toBe(0);
  const mails = readdirSync(join(folder, 'mobevo-demo', 'outbox'));
  expect(screenText(demo)).toContain(`${mails.length} mails sent`);
  expect(screenText(demo)).toMatch(/kind +│ due +│ planned │ sent/);

  // Without a configuration the error names an example.
  const unconfigured = await type('run', folder);
  expect(unconfigured.code).toBe(78);
  expect(screenText(unconfigured)).toContain(join(root, 'docs', 'examples', 'sqlserver.en'));

  // 2. Test the mailbox, first with a wrong password.
  configure('zle');
  const refused = await type('test-smtp');
  expect(refused.code).toBe(77);
  expect(screenText(refused)).toContain('5.7.8 Bad credentials');
  configure('dobre');
  const tested = await type('test-smtp --to anna@biuro.example');
  expect(tested.code).toBe(0);
  expect(peer.received).toHaveLength(1);
  expect(screenText(refused) + screenText(tested)).not.toMatch(/\bzle\b|\bdobre\b/);

  // 3. Check everything else. The missing first run and the server without TLS are only warnings.
  const checked = await type('run --check');
  expect(checked.code).toBe(0);
  expect(screenText(checked).match(/^✓ /gm)).toHaveLength(11);
  expect(screenText(checked)).toMatch(/^! mailbox: biuro@127\.0\.0\.1:\d+: The password is sent unencrypted/m);
  expect(screenText(checked)).toMatch(/^! last run: none/m);

  // 4. Dry run.
  const dryRun = await type('run --dry-run');
  expect(dryRun.code).toBe(0);
  expect(screenText(dryRun)).toContain('audit-completed anna@biuro.example queued');
  expect(peer.received).toHaveLength(1);

  // 5. Send the mail; the next run prints nothing, as cron needs.
  const sent = await type('run');
  expect(sent.code).toBe(0);
  expect((await parseMail(peer.received[1]!.raw)).subject).toContain('Piekarnia Kłos');
  expect(await type('run --quiet')).toEqual({ code: 0, stdout: '', stderr: '' });
  expect(screenText(await type('run --check'))).toMatch(/^✓ last run: .* exit code 0$/m);
});

test.skipIf(!hasTerminal)('The demo prints nothing with --quiet and prints Polish on a Polish terminal', async () => {
  for (let count = 0; count < 2; count += 1) {
    expect(await inTerminal(['run', '--demo', '--quiet'], { cwd: folder })).toEqual({
      code: 0,
      stdout: '',
      stderr: '',
    });
  }
  const checked = await inTerminal(['run', '--check', '--demo'], { cwd: folder, env: { LC_ALL: 'pl_PL.UTF-8' } });
  expect(checked.code).toBe(0);
  expect(screenText(checked)).toContain('✓ kontrakt źródła danych: sprawdzone widoki: 9');
});
