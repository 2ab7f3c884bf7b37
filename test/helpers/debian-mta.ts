import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import {
  appendFileSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** How a Debian package of a mail server is started. */
export interface MtaSetup {
  readonly name: string;
  readonly package: string;
  /** Files by path. */
  readonly files: (port: number) => Readonly<Record<string, string>>;
  /** Folders, and the users that must own them. */
  readonly folders?: Readonly<Record<string, MtaUser>>;
  readonly command: readonly string[];
}

export interface Mta {
  readonly port: number;
  /** The messages in the mailbox that takes the mail to every address. */
  mails(): string[];
  log(): string;
  stop(): Promise<void>;
}

const users = ['Debian-exim', 'postfix', 'opensmtpd', 'opensmtpq', 'postdrop', 'vmail'] as const;
type MtaUser = (typeof users)[number];
const idOf = (user: MtaUser) => 901 + users.indexOf(user);
export const mailboxId = idOf('vmail');
const startTimeoutMs = 20_000;

/** Why no mail server can be started here; undefined if one can. */
export function whyNoMta(): string | undefined {
  const has = (command: string) => spawnSync('sh', ['-c', `command -v ${command}`]).status === 0;
  if (process.platform !== 'linux' || !has('apt-get') || !has('dpkg')) return 'this is no Debian or Ubuntu';
  if (process.getuid?.() !== 0) return 'only root may mount folders and change users';
  const missing = ['unshare', 'chroot', 'mount'].filter((command) => !has(command));
  return missing.length === 0 ? undefined : `${missing.join(', ')} missing`;
}

/**
 * Starts a mail server from its Debian package, in the foreground and on 127.0.0.1. Nothing is installed: the package
 * is unpacked into a temporary folder, which is laid over the root folder in a mount namespace of the server's own,
 * because the packages exclude each other and use fixed paths. The server and its children end with that namespace.
 */
export async function startMta(setup: MtaSetup, port: number, packages: string): Promise<Mta> {
  const directory = mkdtempSync(join(tmpdir(), 'mobevo-mta-'));
  const [upper, work, merged] = ['upper', 'work', 'merged'].map((name) => join(directory, name)) as [
    string,
    string,
    string,
  ];
  for (const folder of [upper, work, merged]) mkdirSync(folder);
  unpack(setup.package, packages, upper);
  addUsers(upper);
  for (const [path, text] of Object.entries(setup.files(port))) {
    mkdirSync(dirname(join(upper, path)), { recursive: true });
    writeFileSync(join(upper, path), text, { mode: 0o644 });
  }
  const mailbox = join(upper, 'var/mail/all');
  own(mailbox, mailboxId);
  for (const [folder, user] of Object.entries(setup.folders ?? {})) own(join(upper, folder), idOf(user));
  const logFile = join(directory, 'log');
  const script = `mount -t overlay overlay -o "lowerdir=/,upperdir=${upper},workdir=${work}" "${merged}" &&
    mount --rbind /dev "${merged}/dev" && mount -t proc proc "${merged}/proc" &&
    chroot "${merged}" ${setup.command.join(' ')} > "${logFile}" 2>&1`;
  const server = spawn('unshare', ['--mount', '--pid', '--fork', '--kill-child', 'sh', '-c', script], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const log = () => (existsSync(logFile) ? readFileSync(logFile, 'utf8') : '');
  const stop = async () => {
    await end(server);
    rmSync(directory, { recursive: true, force: true });
  };
  if (!(await answers(port, server))) {
    const text = log();
    await stop();
    throw new Error(`${setup.name} did not start: ${text}`);
  }
  return { port, log, stop, mails: () => mailsIn(mailbox) };
}

/** Unpacks a package, and those it needs that are not installed here. */
function unpack(name: string, packages: string, root: string): void {
  const archives = join(packages, name);
  if (!existsSync(archives)) {
    mkdirSync(join(archives, 'partial'), { recursive: true });
    const install = ['install', '--download-only', '--no-install-recommends', '--reinstall', '--quiet=2', '--yes'];
    const { status, stderr } = spawnSync(
      'apt-get',
      [...install, '-o', `Dir::Cache::archives=${archives}`, '-o', 'Debug::NoLocking=1', name],
      { encoding: 'utf8' },
    );
    if (status !== 0) {
      rmSync(archives, { recursive: true, force: true });
      throw new Error(`apt-get could not fetch ${name}: ${stderr}`);
    }
  }
  for (const file of readdirSync(archives).filter((each) => each.endsWith('.deb'))) {
    const { status, stderr } = spawnSync('dpkg', ['--extract', join(archives, file), root], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`dpkg could not unpack ${file}: ${stderr}`);
  }
  // These are links to folders in /usr, which folders of the same name would hide.
  for (const folder of ['bin', 'lib', 'sbin'].filter((each) => existsSync(join(root, each)))) {
    cpSync(join(root, folder), join(root, 'usr', folder), { recursive: true });
    rmSync(join(root, folder), { recursive: true });
  }
}

function addUsers(root: string): void {
  mkdirSync(join(root, 'etc'), { recursive: true });
  for (const file of ['passwd', 'group']) cpSync(join('/etc', file), join(root, 'etc', file));
  for (const user of users) {
    const id = idOf(user);
    appendFileSync(join(root, 'etc/passwd'), `${user}:x:${id}:${id}::/nonexistent:/usr/sbin/nologin\n`);
    appendFileSync(join(root, 'etc/group'), `${user}:x:${id}:\n`);
  }
}

function own(folder: string, id: number): void {
  mkdirSync(folder, { recursive: true });
  chownSync(folder, id, id);
}

async function answers(port: number, server: ChildProcess): Promise<boolean> {
  const isOpen = () =>
    new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.on('data', () => {
        socket.destroy();
        resolve(true);
      });
      socket.on('error', () => {
        resolve(false);
      });
      socket.setTimeout(2_000, () => {
        socket.destroy();
        resolve(false);
      });
    });
  const start = performance.now();
  while (performance.now() - start < startTimeoutMs) {
    if (server.exitCode !== null) return false;
    if (await isOpen()) return true;
    await pause(200);
  }
  return false;
}

async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const hasEnded = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGKILL');
  await hasEnded;
}

/** Reads a maildir. */
function mailsIn(mailbox: string): string[] {
  return ['new', 'cur']
    .map((name) => join(mailbox, name))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8')));
}
