import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../helpers/command.js';
import { installPackage, type InstalledPackage } from '../helpers/installed-package.js';
import { startSmtp, type SmtpPeer } from '../helpers/smtp.js';

const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  dependencies: Record<string, string>;
};

const demo = ['run', '--demo'];
const quietDemo = [...demo, '--quiet'];
const samples = ['preview', '--sample'];
const help = ['--help'];
const testSmtp = ['test-smtp'];
const why = ['preview', '--why', 'wlasciciel@biuro-demo.example', '--demo'];

interface DependencyUse {
  /** The folder in which both commands run, with its configuration. */
  readonly office?: keyof typeof offices;
  /** A command that needs the package. */
  readonly fails: readonly string[];
  /** A command that does not load the package; none for commander, which every command needs. */
  readonly works?: readonly string[];
}

const uses: Record<string, DependencyUse> = {
  chalk: { fails: demo, works: quietDemo },
  commander: { fails: help },
  cosmiconfig: { office: 'plain', fails: testSmtp, works: help },
  'date-holidays': { fails: demo, works: samples },
  handlebars: { fails: samples, works: why },
  jose: { office: 'google', fails: testSmtp, works: samples },
  knex: { fails: demo, works: samples },
  libsql: { fails: demo, works: samples },
  mssql: { office: 'sqlserver', fails: ['run'], works: testSmtp },
  nodemailer: { office: 'plain', fails: testSmtp, works: why },
  oauth4webapi: { office: 'google', fails: testSmtp, works: samples },
};

const smtp = (port: number, login: object = {}) => ({ host: '127.0.0.1', port, security: 'none', ...login });
const sqlite = { client: 'sqlite', file: 'office.db' };

/** Settings of offices that differ in their database or in the login to their mailbox. */
const offices = {
  plain: (port: number) => ({ database: sqlite, smtp: smtp(port) }),
  google: (port: number) => ({
    database: sqlite,
    smtp: smtp(port, {
      user: 'p@biuro.example',
      oauth2: { grant: 'service-account', keyFile: 'key.json' },
    }),
  }),
  sqlserver: (port: number) => ({
    database: { client: 'sqlserver', connection: 'Server=127.0.0.1,1;Database=m;User Id=u;Password=p' },
    smtp: smtp(port),
  }),
};

let directory: string;
let installed: InstalledPackage;
let server: SmtpPeer;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'mobevo-package-'));
  installed = installPackage(directory);
  server = await startSmtp({
    authMethods: ['XOAUTH2'],
    allowInsecureAuth: true,
    onAuth: ({ username }, _session, callback) => {
      callback(null, { user: username });
    },
  });
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  for (const [name, settings] of Object.entries(offices)) {
    const { database, smtp: account } = settings(server.port);
    mkdirSync(join(directory, name));
    writeFileSync(
      join(directory, name, 'mobevo-notify.config.json'),
      JSON.stringify({
        database,
        office: { name: 'Biuro' },
        notifications: {},
        mailbox: { from: 'p@biuro.example', smtp: account },
      }),
    );
    writeFileSync(
      join(directory, name, 'key.json'),
      JSON.stringify({
        client_email: 'robot@projekt.example',
        private_key: privateKey,
        token_uri: 'http://127.0.0.1:1/token',
      }),
    );
  }
}, 180_000);
afterAll(async () => {
  await server.close();
  rmSync(directory, { recursive: true, force: true });
});

test('The package has the files that the command and its administrator need, and no other', () => {
  expect(installed.shipped).toEqual(
    expect.arrayContaining([
      'bin/mobevo-notify.js',
      'dist/bundle/main.cjs',
      'dist/bundle/composer-thread.cjs',
      'locales/pl.json',
      'dist/templates/locales/pl.json',
      'sql/sqlserver/state.sql',
      'docs/config.schema.json',
      'docs/pl/install.md',
      'docs/gallery/audit-completed.pl.png',
      'scheduling/windows/daily.xml',
      'CHANGELOG.md',
      'LICENSE',
      'THIRD-PARTY-NOTICES.md',
    ]),
  );
  expect(
    installed.shipped.filter((path) =>
      /^(dist\/(?!bundle|templates)|bench|src|templates|test|demo|node_modules)|\.map$/.test(path),
    ),
  ).toEqual([]);
});

test('The package installs globally and runs the demo', async () => {
  const run = await installed.run(['run', '--demo'], directory);
  expect(run.stderr).toBe('');
  expect(run.code).toBe(0);
  expect(readdirSync(join(directory, 'mobevo-demo', 'outbox')).length).toBeGreaterThan(7);
}, 60_000);

test('Every dependency is needed by a command', () => {
  expect(Object.keys(uses)).toEqual(Object.keys(dependencies));
});

test.each(Object.entries(uses))(
  'Without %s the command that needs it fails with its name, and another command works',
  async (name, { office, fails, works }) => {
    const cwd = office === undefined ? mkdtempSync(join(directory, 'empty-')) : join(directory, office);
    const folder = join(installed.modules, name);
    const hidden = join(installed.modules, '.hidden');
    renameSync(folder, hidden);
    try {
      const failed = await installed.run(fails, cwd);
      expect(failed.code).not.toBe(0);
      expect(failed.stdout + failed.stderr).toMatch(new RegExp(`Cannot find (module|package) '${name}[/']`));
      if (works !== undefined) expect(await installed.run(works, cwd)).toMatchObject({ code: 0, stderr: '' });
    } finally {
      renameSync(hidden, folder);
    }
  },
  60_000,
);

test.skipIf(process.platform === 'win32')(
  'The published package names the repository of its workflow, which provenance requires',
  () => {
    const workflow = readFileSync(join(root, '.github', 'workflows', 'publish.yml'), 'utf8');
    const steps = [...workflow.matchAll(/^ +- run: (.*)$/gm)].map(([, command]) => command!);
    const [setRepository, publish] = steps.slice(-2);
    expect(publish).toMatch(/^npm publish --provenance/);
    const copy = join(directory, 'copy');
    mkdirSync(copy);
    copyFileSync(join(root, 'package.json'), join(copy, 'package.json'));
    execFileSync('/bin/sh', ['-c', setRepository!], {
      cwd: copy,
      stdio: 'ignore',
      env: { ...process.env, GITHUB_SERVER_URL: 'https://github.com', GITHUB_REPOSITORY: 'biuro/mobevo-notify' },
    });
    const { repository } = JSON.parse(readFileSync(join(copy, 'package.json'), 'utf8')) as { repository: unknown };
    expect(repository).toEqual({ type: 'git', url: 'git+https://github.com/biuro/mobevo-notify.git' });
  },
);
