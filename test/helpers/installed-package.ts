import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { root, start, type CommandResult } from './command.js';

export interface InstalledPackage {
  /** Paths of the files in the tarball. */
  readonly shipped: readonly string[];
  /** The folder of its dependencies. */
  readonly modules: string;
  run(args: readonly string[], cwd: string): Promise<CommandResult>;
}

/** Packs the package as for publishing, and installs it globally under `prefix`. */
export function installPackage(prefix: string): InstalledPackage {
  const npm = (...args: string[]) =>
    execFileSync('npm', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const [{ filename, files }] = JSON.parse(npm('pack', '--json', '--ignore-scripts', '--pack-destination', prefix)) as [
    { filename: string; files: { path: string }[] },
  ];
  npm('install', '--global', '--prefix', prefix, '--no-audit', '--no-fund', '--prefer-offline', join(prefix, filename));
  const isWindows = process.platform === 'win32';
  const command = join(prefix, isWindows ? 'mobevo-notify.cmd' : 'bin/mobevo-notify');
  return {
    shipped: files.map(({ path }) => path),
    modules: join(prefix, isWindows ? 'node_modules' : 'lib/node_modules', 'mobevo-notify', 'node_modules'),
    run: (args, cwd) => start(command, args, { cwd }),
  };
}
