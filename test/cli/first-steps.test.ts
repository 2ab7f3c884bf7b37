import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { parseMail, TestOffice } from '../helpers/office.js';
import { plainMailbox, startSmtp, type SmtpPeer } from '../helpers/smtp.js';
import { hasTerminal, inTerminal, screen } from '../helpers/terminal.js';

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

/** Configuration and password of the office, as an administrator puts them into a folder. */
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

  // 1. See it work.
  const demo = await type('run --demo', folder);
  expect(demo.code).toBe(0);
  const mails = readdirSync(join(folder, 'mobevo-demo', 'outbox'));
  expect(screen(demo)).toContain(`${mails.length} mails sent`);
  expect(screen(demo)).toMatch(/kind +│ due +│ planned │ sent/);

  // Without a configuration: what to do.
  const lost = await type('run', folder);
  expect(lost.code).toBe(78);
  expect(screen(lost)).toContain('docs/en/install.md');

  // 2. The mailbox; the first password is wrong.
  configure('zle');
  const refused = await type('test-smtp');
  expect(refused.code).toBe(77);
  expect(screen(refused)).toContain('5.7.8 Bad credentials');
  configure('dobre');
  const tested = await type('test-smtp --to anna@biuro.example');
  expect(tested.code).toBe(0);
  expect(peer.received).toHaveLength(1);
  expect(screen(refused) + screen(tested)).not.toMatch(/\bzle\b|\bdobre\b/);

  // 3. Everything else; nothing has run yet and the test's server has no TLS, which are no faults.
  const checked = await type('run --check');
  expect(checked.code).toBe(0);
  expect(screen(checked).match(/^✓ /gm)).toHaveLength(6);
  expect(screen(checked)).toMatch(/^! mailbox: biuro@127\.0\.0\.1:\d+: The password is sent unencrypted/m);
  expect(screen(checked)).toMatch(/^! last run: none/m);

  // 4. What would go out.
  const rehearsed = await type('run --dry-run');
  expect(rehearsed.code).toBe(0);
  expect(screen(rehearsed)).toContain('audit-completed anna@biuro.example queued');
  expect(peer.received).toHaveLength(1);

  // 5. Send it; then silence, for cron.
  const sent = await type('run');
  expect(sent.code).toBe(0);
  expect((await parseMail(peer.received[1]!.raw)).subject).toContain('Piekarnia Kłos');
  expect(await type('run --quiet')).toEqual({ code: 0, stdout: '', stderr: '' });
  expect(screen(await type('run --check'))).toMatch(/^✓ last run: .* exit code 0$/m);
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
  expect(screen(checked)).toContain('✓ kontrakt źródła: sprawdzone widoki: 9');
});
