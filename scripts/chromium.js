// Finds Chromium and installs Debian's where there is none and this may be done. Prints its path, or on stderr why there is none.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** @returns {string | undefined} path of the browser, or undefined, which is told on stderr */
export function findChromium() {
  const found = () => [process.env.CHROMIUM ?? '', ...places].find((file) => existsSync(file));
  if (found() !== undefined) return found();
  if (existsSync('/usr/bin/apt-get') && process.getuid?.() === 0) {
    const apt = (...args) =>
      spawnSync('apt-get', ['-qq', ...args], {
        stdio: ['ignore', 2, 2],
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      });
    apt('update');
    apt('install', '--yes', '--no-install-recommends', 'chromium');
  }
  if (found() === undefined)
    console.error('No Chromium: what needs a browser is skipped. Install chromium, or name one in CHROMIUM.');
  return found();
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) process.stdout.write(findChromium() ?? '');
