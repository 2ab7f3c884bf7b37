// Finds Chromium. If there is none, installs Debian's package if run as root. Prints the path, or the problem on
// stderr.
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { installDebianPackage } from './debian-package.js';

const paths = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** @returns {string | undefined} path of the browser; undefined, with a message on stderr, if there is none */
export function findChromium() {
  const findInstalled = () => [process.env.CHROMIUM ?? '', ...paths].find((file) => existsSync(file));
  if (findInstalled() !== undefined) return findInstalled();
  installDebianPackage('chromium');
  if (findInstalled() === undefined)
    console.error('No Chromium: steps that need a browser are skipped. Install chromium, or set its path in CHROMIUM.');
  return findInstalled();
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) process.stdout.write(findChromium() ?? '');
