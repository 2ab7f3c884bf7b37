// A fresh Debian 13 in a folder outside the checkout, in which commands run as on a computer of its own.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const cache = join(process.env.XDG_CACHE_HOME ?? join(process.env.HOME ?? tmpdir(), '.cache'), 'mobevo-notify-linux');
export const debian = join(cache, 'debian');

/** What the installer of Debian 13 installs on a server and debootstrap does not. */
const usual = ['sudo', 'systemd', 'cron', 'nano'];

/** Installs it unless it is there. @returns why it cannot, or undefined */
export function installDebian() {
  if (process.platform !== 'linux' || process.getuid() !== 0) return 'only root on Linux can enter another Debian';
  const ready = join(cache, 'debian-is-ready');
  if (existsSync(ready)) return undefined;
  if (!existsSync('/usr/sbin/debootstrap')) return 'debootstrap is not installed (apt-get install debootstrap)';
  mkdirSync(cache, { recursive: true });
  rmSync(debian, { recursive: true, force: true });
  const log = join(cache, 'install.log');
  const output = openSync(log, 'w');
  const steps = [
    ['debootstrap', '--variant=minbase', '--include=ca-certificates', 'trixie', debian],
    // debootstrap itself cannot install systemd, which wants a library configured before.
    ['chroot', debian, 'apt-get', 'install', '-y', '--no-install-recommends', ...usual],
  ];
  for (const [program, ...args] of steps) {
    const { status } = spawnSync('nice', [program, ...args], { stdio: ['ignore', output, output] });
    if (status !== 0) return `${program} failed, see ${log}`;
  }
  writeFileSync(ready, '');
  return undefined;
}
