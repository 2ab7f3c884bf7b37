import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Installs a package of Debian, if this is Debian and the user is root. Starts no service. */
export function installDebianPackage(name) {
  if (!existsSync('/usr/bin/apt-get') || process.getuid?.() !== 0) return;
  const apt = (...args) =>
    spawnSync('apt-get', ['-qq', ...args], {
      stdio: ['ignore', 2, 2],
      // With a run level, Debian's scripts do not start a service.
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
    });
  apt('update');
  apt('install', '--yes', '--no-install-recommends', name);
}
