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
  /** The folder in which the command runs, with its configuration. */
  readonly office?: keyof typeof offices;
  /** A command that needs the package. */
  readonly fails: readonly string[];
}

const uses: Record<string, DependencyUse> = {
  chalk: { fails: demo },
  commander: { fails: help },
  cosmiconfig: { office: 'plain', fails: testSmtp },
  'date-holidays': { fails: demo },
  handlebars: { fails: samples },
  jose: { office: 'google', fails: testSmtp },
  knex: { fails: demo },
  libsql: { fails: demo },
  mssql: { office: 'sqlserver', fails: ['run'] },
  nodemailer: { office: 'plain', fails: testSmtp },
  oauth4webapi: { office: 'google', fails: testSmtp },
};

/** Commands, each with the packages that it does not load. */
const lazy: readonly (readonly [
  command: readonly string[],
  office: keyof typeof offices,
  without: readonly string[],
])[] = [
  [help, 'plain', Object.keys(dependencies).filter((name) => name !== 'commander')],
  [samples, 'plain', ['date-holidays', 'jose', 'knex', 'libsql', 'mssql', 'oauth4webapi']],
  [quietDemo, 'plain', ['chalk', 'mssql', 'jose', 'oauth4webapi']],
  [why, 'plain', ['handlebars', 'nodemailer', 'mssql']],
  [testSmtp, 'sqlserver', ['mssql', 'libsql', 'knex', 'handlebars']],
];

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
      'dist/bundle/composing-thread.cjs',
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

/** Hides packages while `work` goes on. */
async function without<Result>(names: readonly string[], work: () => Promise<Result>): Promise<Result> {
  const moved = names.map(
    (name) => [join(installed.modules, name), join(installed.modules, `.hidden-${name}`)] as const,
  );
  for (const [folder, hidden] of moved) renameSync(folder, hidden);
  try {
    return await work();
  } finally {
    for (const [folder, hidden] of moved) renameSync(hidden, folder);
  }
}

test.each(Object.entries(uses))('Without %s the command that needs it fails with its name', async (name, use) => {
  const { office, fails } = use;
  const cwd = office === undefined ? mkdtempSync(join(directory, 'empty-')) : join(directory, office);
  const failed = await without([name], () => installed.run(fails, cwd));
  expect(failed.code).not.toBe(0);
  expect(failed.stdout + failed.stderr).toMatch(new RegExp(`Cannot find (module|package) '${name}[/']`));
});

test.each(lazy)('%s in the office %s works without %s', async (args, office, names) => {
  const result = await without(names, () => installed.run(args, join(directory, office)));
  expect(result).toMatchObject({ code: 0, stderr: '' });
});

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
