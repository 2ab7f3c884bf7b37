import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { bin, command, start } from '../../helpers/command.js';
import { TestOffice } from '../../helpers/office.js';
import { hasTerminal, inTerminal } from '../../helpers/terminal.js';

vi.setConfig({ testTimeout: 180_000 });

let office: TestOffice;
beforeEach(() => {
  office = new TestOffice({ 'audit-completed': { since: '2026-01-01T00:00:00Z' } });
});
afterEach(() => {
  office.close();
});

const minutesAgo = (count: number) => new Date(Date.now() - count * 60_000).toISOString();

function configure(settings: Record<string, unknown> = {}): void {
  writeFileSync(
    join(office.directory, 'mobevo-notify.config.json'),
    JSON.stringify({ ...office.settings, ...settings }),
  );
}

const run = (...args: string[]) => command(['run', ...args], { cwd: office.directory });

/** Runs a shell line, for pipes and redirections; NOTIFY stands for the command. */
const shell = (line: string, env: NodeJS.ProcessEnv = {}) =>
  start('/bin/bash', ['-o', 'pipefail', '-c', line.replaceAll('NOTIFY', `'${process.execPath}' '${bin}'`)], {
    cwd: office.directory,
    env,
  });

test('The table shows whether each kind was due, its counts and why mails were skipped', async () => {
  office.notify({
    'audit-completed': { since: '2026-01-01T00:00:00Z' },
    'user-activity': { quietHours: { from: '00:01', until: '00:00' } },
    'office-activity': { recipients: ['szef@biuro.example'], schedule: { every: '1 day', startAt: '06:00' } },
  });
  configure();
  const anna = office.user('Anna');
  office.audit(office.client('Firma', { client: [anna] }), minutesAgo(5));
  await run('--now', '2026-11-24T05:30:00+01:00');
  office.audit(office.client('Druga', { client: [anna] }), minutesAgo(4));
  const { stdout } = await run('--now', '2026-11-24T05:40:00+01:00', '--verbose');
  expect(stdout).toMatch(/kind +│ due +│ planned │ sent │ deferred │ failed │ unknown │ waiting │ skipped/);
  expect(stdout).toMatch(/user-activity +│ quiet hours +│/);
  expect(stdout).toMatch(/office-activity +│ no +│/);
});

test('Data issues are grouped and counted, and repeated when they change, on the next day or with --verbose', async () => {
  configure();
  for (const name of ['Pierwsza', 'Druga', 'Trzecia', 'Czwarta']) office.client(name);
  for (let count = 0; count < 7; count += 1)
    office.audit(office.client(`F${count}`, { client: [office.user(`U${count}`)] }), minutesAgo(1), {
      occurred_at: 'wczoraj',
    });
  const first = await run('--now', '2026-11-24T06:00:00Z');
  expect(first.stdout).toContain('! 4 clients without account manager: Czwarta, Druga, Pierwsza, …');
  expect(first.stdout).toMatch(
    /! source_audits: 7 rows with empty or malformed occurred_at were left out: (\d+, ){5}…/,
  );
  expect((await run('--now', '2026-11-24T06:01:00Z')).stdout).not.toContain('!');
  expect((await run('--now', '2026-11-24T06:02:00Z', '--verbose')).stdout).toContain('! 4 clients');
  office.client('Piąta');
  expect((await run('--now', '2026-11-24T06:03:00Z')).stdout).toContain('! 5 clients');
  expect((await run('--now', '2026-11-25T06:00:00Z')).stdout).toContain('! 5 clients');
});

test('--quiet prints only failures and data issues that changed or are a day old', async () => {
  configure();
  office.client('Bez opiekuna');
  const nothing = { code: 0, stdout: '', stderr: '' };
  expect(await run('--quiet', '--now', '2026-11-24T06:00:00Z')).toEqual(nothing);
  expect(await run('--quiet', '--now', '2026-11-24T06:01:00Z')).toEqual(nothing);
  office.client('Bez opiekuna druga');
  expect(await run('--quiet', '--now', '2026-11-24T06:02:00Z')).toMatchObject({
    code: 0,
    stdout: '',
    stderr: expect.stringMatching(/audit-completed[\s\S]*! 2 clients without account manager/) as string,
  });
  expect(await run('--quiet', '--now', '2026-11-24T06:03:00Z')).toEqual(nothing);
  expect((await run('--quiet', '--now', '2026-11-25T06:00:00Z')).stderr).toContain('! 2 clients');

  writeFileSync(join(office.directory, 'plik'), '');
  configure({ mailbox: { from: 'p@biuro.example', pickupDirectory: 'plik/outbox' } });
  office.audit(office.client('Firma', { client: [office.user('Anna')] }), minutesAgo(5));
  const failed = await run('--quiet');
  expect(failed).toMatchObject({ code: 78, stdout: '' });
  expect(failed.stderr).toContain('PICKUP_UNWRITABLE');
});

describe('logFile', () => {
  const log = (name = 'powiadomienia.log') => readFileSync(join(office.directory, 'logi', name), 'utf8');

  test('contains each message, the summary and the error of a failed run, also with --quiet', async () => {
    configure({ logFile: 'logi/powiadomienia.log' });
    office.audit(office.client('Firma', { client: [office.user('Anna')] }), minutesAgo(5));
    expect(await run('--quiet')).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(log()).toMatch(/^\S+Z \[\d+\] mobevo-notify \S+ started$/m);
    expect(log()).toMatch(/^\S+Z \[\d+\] #1 audit-completed anna@biuro\.example sent/m);
    expect(log()).toMatch(/^\S+Z \[\d+\] audit-completed: planned 1, sent 1$/m);
    configure({ logFile: 'logi/powiadomienia.log', database: { client: 'sqlite', file: 'nie-ma.db' } });
    expect((await run('--quiet')).code).toBe(75);
    expect(log()).toContain('DATABASE_UNREACHABLE');
    expect(log()).not.toContain('\u001b');
  });

  test('is rotated at its maximum size, and only the configured number of files is kept', async () => {
    configure({ logFile: { file: 'logi/powiadomienia.log', maxMegabytes: 0.00001, keep: 2 } });
    for (let count = 0; count < 4; count += 1) expect((await run('--quiet')).code).toBe(0);
    expect(readdirSync(join(office.directory, 'logi')).sort()).toEqual([
      'powiadomienia.log',
      'powiadomienia.log.1',
      'powiadomienia.log.2',
    ]);
    for (const name of ['powiadomienia.log', 'powiadomienia.log.1', 'powiadomienia.log.2'])
      expect(log(name).match(/started$/gm)).toHaveLength(1);
  });

  test('An unwritable log file stops no mail and exits with 78', async () => {
    mkdirSync(join(office.directory, 'logi', 'powiadomienia.log'), { recursive: true });
    configure({ logFile: 'logi/powiadomienia.log' });
    office.audit(office.client('Firma', { client: [office.user('Anna')] }), minutesAgo(5));
    const result = await run();
    expect(result.code).toBe(78);
    expect(result.stderr).toContain('LOG_UNWRITABLE');
    expect(await office.newMails()).toHaveLength(1);
  });
});

describe.skipIf(process.platform === 'win32')('Output', () => {
  let empty: string;
  beforeEach(() => {
    empty = mkdtempSync(join(tmpdir(), 'mobevo-output-'));
  });
  afterEach(() => {
    rmSync(empty, { recursive: true, force: true });
  });
  const colour = '\u001b[';

  test('A closed pipe and a full disk stop no mail', async () => {
    configure();
    for (let count = 0; count < 30; count += 1)
      office.audit(office.client(`F${count}`, { client: [office.user(`U${count}`)] }), minutesAgo(5));
    expect(await shell('NOTIFY run --verbose | head -n 1')).toMatchObject({ code: 0, stderr: '' });
    expect(office.states()).toEqual({ sent: 30 });
    if (process.platform === 'linux') expect((await shell('NOTIFY run > /dev/full')).code).toBe(1);
    expect(await shell('NOTIFY --help | true')).toMatchObject({ code: 0, stderr: '' });
  });

  test.skipIf(process.platform !== 'linux')('A full non-blocking pipe loses no output', async () => {
    const whole = await shell('NOTIFY preview --sample --format html');
    expect(whole.stdout.length).toBeGreaterThan(50_000);
    const slow = await shell(
      '(dd oflag=nonblock count=0 status=none; NOTIFY preview --sample --format html; NOTIFY preview --sample --format html) | (sleep 3; cat)',
    );
    expect(slow).toMatchObject({ code: 0, stderr: '' });
    expect(slow.stdout.length).toBe(2 * whole.stdout.length);
  });

  test('Colour is used only on a terminal; NO_COLOR and FORCE_COLOR override this', async () => {
    configure();
    expect((await run()).stdout).not.toContain(colour);
    expect((await shell('NOTIFY run', { FORCE_COLOR: '1' })).stdout).toContain(colour);
    expect((await shell('NOTIFY run --no-color', { FORCE_COLOR: '1' })).stdout).not.toContain(colour);
    expect((await shell('NOTIFY run --json', { FORCE_COLOR: '1' })).stdout).not.toContain(colour);
  });

  test.skipIf(!hasTerminal)(
    'A terminal gets colour, a progress bar, and lines instead of a table that is too wide',
    async () => {
      configure();
      office.audit(office.client('Firma', { client: [office.user('Anna')] }), minutesAgo(5));
      const terminal = (columns: number, env: NodeJS.ProcessEnv = {}) =>
        inTerminal(['run'], { cwd: office.directory, columns, env });
      const wide = (await terminal(120)).stdout;
      expect(wide).toContain(colour);
      expect(wide).toContain('1/1');
      expect(wide).toContain('│');
      expect((await terminal(120, { NO_COLOR: '1' })).stdout).not.toContain(`${colour}1m`);
      const narrow = (await terminal(40, { NO_COLOR: '1' })).stdout;
      expect(narrow).toContain('audit-completed: due yes');
      expect(narrow).not.toContain('│');
    },
  );
});

test.each([['--resend', '7'], ['--discard', '7'], ['--release', 'audit-completed'], ['--retry-failed']])(
  'On SQL Server, %s with --now is refused, because such a run is a dry run',
  async (...option) => {
    configure({ database: { client: 'sqlserver', connection: 'Server=127.0.0.1,1;User Id=a;Password=b' } });
    const { code, stdout, stderr } = await run('--now', '2026-11-24T05:30', ...option);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(`${option[0]} cannot be used with --now`);
    expect(stderr).toContain('[NOW_IS_DRY_RUN]');
  },
);
