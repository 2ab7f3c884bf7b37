import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { previewLineSchema } from '../../scripts/generate/output-schemas/preview.js';
import { kindIds } from '../../src/notifications/index.js';
import { command } from '../helpers/command.js';
import { parseMail, TestOffice } from '../helpers/office.js';
import { plainMailbox } from '../helpers/smtp.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'mobevo-cli-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});
const here = (args: readonly string[]) => command(args, { cwd: directory });

test('The command has exactly three subcommands, each with the common options', async () => {
  const { stdout, code } = await here(['--help']);
  expect(code).toBe(0);
  expect([...stdout.matchAll(/^ {2}([a-z-]+) /gm)].map(([, name]) => name)).toEqual(['run', 'test-smtp', 'preview']);
  for (const name of ['run', 'test-smtp', 'preview']) {
    const help = await here([name, '--help']);
    for (const option of ['--config <file>', '--demo', '--json', '--quiet', '--verbose', '--no-color', '--help'])
      expect(help.stdout).toContain(option);
  }
});

test('--version prints the version, also after a subcommand', async () => {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  for (const args of [['--version'], ['run', '--version']])
    expect(await here(args)).toMatchObject({ stdout: `${version}\n`, code: 0 });
});

test('The demo sends mails of all kinds once and reports its data issues', async () => {
  const first = await here(['run', '--demo']);
  expect(first.code).toBe(0);
  const outbox = join(directory, 'mobevo-demo', 'outbox');
  const files = readdirSync(outbox);
  expect(files.every((name) => name.endsWith('.eml'))).toBe(true);
  const kinds = await Promise.all(files.map(async (name) => (await parseMail(readFileSync(join(outbox, name)))).kind));
  expect([...new Set(kinds)].sort()).toEqual([...kindIds].sort());
  for (const gap of [
    'without account manager',
    'blocked accounting manager',
    'without a usable e-mail address',
    'wait for a responsible manager',
  ]) {
    expect(first.stdout).toContain(gap);
  }
  expect(first.stdout).toContain(`${files.length} mails sent`);
  const second = await here(['run', '--demo', '--json']);
  const report = JSON.parse(second.stdout.trim().split('\n').at(-1)!) as { kinds: { sent: number; planned: number }[] };
  expect(report.kinds.map(({ sent, planned }) => sent + planned)).toEqual(kindIds.map(() => 0));
});

test('--quiet prints nothing on success, --json prints one object per line, --dry-run writes nothing', async () => {
  const dry = await here(['run', '--demo', '--dry-run']);
  expect(dry.stdout).toContain('Dry run');
  expect(dry.stdout).toMatch(/#\d+ audit-completed \S+@biuro-demo\.example queued/);
  expect(readdirSync(join(directory, 'mobevo-demo'))).not.toContain('outbox');
  expect(await here(['run', '--demo', '--quiet'])).toEqual({ code: 0, stdout: '', stderr: '' });
  const json = await here(['run', '--demo', '--json']);
  const objects = json.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { type: string; version: number });
  expect(objects).toMatchObject([{ type: 'report', version: 1, exitCode: 0 }]);
});

test('`preview --sample` shows every kind without a database, in every format', async () => {
  const html = await here(['preview', '--sample', '--format', 'html']);
  expect(html.stdout.match(/<html /g)).toHaveLength(kindIds.length);
  const text = await here(['preview', '--sample']);
  for (const kind of kindIds) expect(text.stdout).toContain(kind);
  const eml = await here(['preview', '--sample', '--format', 'eml', 'absences', '--now', '2026-11-24T08:00:00Z']);
  expect((await parseMail(eml.stdout)).kind).toBe('absences');
  const json = await here(['preview', '--sample', '--format', 'json', 'user-activity', 'absences']);
  for (const line of json.stdout.trim().split('\n'))
    expect(previewLineSchema.parse(JSON.parse(line))).toEqual(JSON.parse(line));
  expect(
    json.stdout
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { kind: string }).kind),
  ).toEqual(['user-activity', 'absences']);
  expect(readdirSync(directory)).toEqual([]);
  const again = await here(['preview', '--sample', '--format', 'eml', 'absences', '--now', '2026-11-24T08:00:00Z']);
  expect(again.stdout).toBe(eml.stdout);
});

test('`preview` from the database shows what would go out now and writes no state', async () => {
  const office = new TestOffice({ 'audit-completed': { since: '2026-01-01T00:00:00Z' } });
  try {
    writeFileSync(join(office.directory, 'mobevo-notify.config.json'), JSON.stringify(office.settings));
    const [anna, jan] = [office.user('Anna'), office.user('Jan')];
    office.audit(office.client('Piekarnia Kłos', { client: [anna] }), new Date(Date.now() - 60_000).toISOString());
    office.audit(office.client('Tartak', { client: [jan] }), new Date(Date.now() - 60_000).toISOString());
    const preview = (...args: string[]) => command(['preview', ...args], { cwd: office.directory });
    const all = await preview();
    expect(all.stdout).toContain('Piekarnia Kłos');
    expect(all.stdout).toContain('Tartak');
    const one = await preview('--recipient', 'Anna@biuro.example');
    expect(one.stdout).toContain('Piekarnia Kłos');
    expect(one.stdout).not.toContain('Tartak');
    expect(office.rows("SELECT name FROM sqlite_master WHERE name = 'messages'")).toEqual([]);
    expect((await preview('--recipient', 'obcy@biuro.example')).stderr).toContain('Nothing would be sent now.');
  } finally {
    office.close();
  }
});

test('--now sets the clock of a run on SQLite', async () => {
  expect((await here(['run', '--demo', '--quiet'])).code).toBe(0);
  const later = new Date(Date.now() + 20 * 86_400_000).toISOString();
  const report = await here(['run', '--demo', '--json', '--only', 'office-activity', '--now', later]);
  expect(JSON.parse(report.stdout.trim().split('\n').at(-1)!)).toMatchObject({
    startedAt: later,
    kinds: [{ kind: 'office-activity', sent: 2 }],
  });
});

/** Source modules of a bundled file, from its source map; any other file is its own module. */
function modulesIn(file: string): string[] {
  return existsSync(`${file}.map`)
    ? (JSON.parse(readFileSync(`${file}.map`, 'utf8')) as { sources: string[] }).sources
    : [file];
}

test('--help loads no large library, preview --sample and test-smtp load no database driver, and SQL Server does not load SQLite', async () => {
  const trace = join(directory, 'trace.cjs');
  writeFileSync(
    trace,
    "process.on('exit', () => { require('fs').writeFileSync(process.env.TRACE, Object.keys(require.cache).join('\\n')); });",
  );
  const loaded = async (args: readonly string[]) => {
    const env = { NODE_OPTIONS: `--require ${trace}`, TRACE: join(directory, 'loaded.txt') };
    await command(args, { cwd: directory, env });
    const files = readFileSync(env.TRACE, 'utf8').split('\n');
    return new Set(files.flatMap(modulesIn).flatMap((path) => /node_modules\/([^/]+)\//.exec(path)?.[1] ?? []));
  };
  expect([...(await loaded(['--help']))].sort()).toEqual(['commander', 'i18next', 'leven']);
  const drivers = ['knex', 'libsql', 'mssql', 'tedious'];
  const preview = await loaded(['preview', '--sample', '--quiet']);
  expect([...preview]).toEqual(expect.arrayContaining(['handlebars', 'nodemailer']));
  for (const driver of drivers) expect(preview).not.toContain(driver);
  writeFileSync(
    join(directory, 'mobevo-notify.config.json'),
    JSON.stringify({
      database: { client: 'sqlite', file: 'x.db' },
      office: { name: 'Biuro' },
      notifications: {},
      mailbox: plainMailbox(1),
    }),
  );
  const testSmtp = await loaded(['test-smtp']);
  expect([...testSmtp]).toEqual(expect.arrayContaining(['cosmiconfig', 'nodemailer']));
  // cosmiconfig would load it if it found a file of its own settings in the package.
  expect(testSmtp).not.toContain('parse-json');
  for (const driver of drivers) expect(testSmtp).not.toContain(driver);
  writeFileSync(
    join(directory, 'mobevo-notify.config.json'),
    JSON.stringify({
      database: { client: 'sqlserver', connection: 'Server=127.0.0.1,1;Database=m;User Id=u;Password=p' },
      office: { name: 'Biuro' },
      notifications: {},
      mailbox: plainMailbox(1),
    }),
  );
  const sqlServer = await loaded(['run']);
  expect([...sqlServer]).toEqual(expect.arrayContaining(['mssql', 'tedious']));
  for (const other of ['@libsql', 'libsql']) expect(sqlServer).not.toContain(other);
});
