import { accessSync, constants, existsSync, opendirSync } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { cosmiconfig, type CosmiconfigResult } from 'cosmiconfig';
import { currentFolder } from '../current-folder.js';
import { fileReasonOf, NotifyError } from '../errors/index.js';
import type { MessageArgument } from '../messages/index.js';
import { packageRoot } from '../package-root.js';
import { readRegularFile } from '../read-regular-file.js';
import { configLoaders, SyntaxFault } from './config-loaders.js';
import { trustOf } from './owners.js';

const extensions = ['json', 'yaml', 'yml', 'js', 'mjs', 'cjs'];
const names = [
  'package.json',
  '.mobevo-notifyrc',
  ...extensions.map((extension) => `.mobevo-notifyrc.${extension}`),
  ...extensions.map((extension) => `mobevo-notify.config.${extension}`),
];

export interface FoundConfig {
  readonly file: string;
  readonly content: unknown;
}

/** Reads a named configuration. @param file absolute @throws CONFIG_UNREADABLE */
export async function readConfig(file: string): Promise<FoundConfig> {
  const found = await load(createExplorer(file), file);
  if (found === null) throw unreadable(file, { code: 'config.empty' });
  return found;
}

/** The folder of the host's configuration, which is searched last. */
export function systemFolderOf(environment: NodeJS.ProcessEnv): string {
  return process.platform === 'win32'
    ? join(environment['ProgramData'] ?? 'C:\\ProgramData', 'mobevo-notify')
    : '/etc/mobevo-notify';
}

export interface SearchOptions {
  readonly directory: string;
  readonly systemFolder: string;
  /** Called if another account could have written the file. */
  readonly onForeign: (file: string) => void;
}

/**
 * Finds and reads the configuration of a folder, of the nearest one above it, or of the host. cosmiconfig's own search
 * skips files that this account may not read, and ends at the home folder.
 * @throws CONFIG_NOT_FOUND, CONFIG_UNREADABLE, CONFIG_CODE_UNTRUSTED
 */
export async function findConfig({ directory, systemFolder, onForeign }: SearchOptions): Promise<FoundConfig> {
  const explorer = createExplorer();
  for (const folder of [...foldersUpFrom(resolve(directory)), systemFolder]) {
    for (const file of names.map((name) => join(folder, name)).filter((name) => existsSync(name))) {
      const found = await load(explorer, file);
      if (found === null) continue;
      if (trustOf(file) === 'others') onForeign(file);
      return found;
    }
  }
  if (existsSync(systemFolder) && !mayEnter(systemFolder)) throw unreadable(systemFolder, { code: 'config.noEntry' });
  const examples = join(packageRoot, 'docs', 'examples');
  throw new NotifyError('CONFIG_NOT_FOUND', { directory, systemFolder, examples: examples + sep });
}

/** A folder and all above it, the nearest first. */
function foldersUpFrom(folder: string): string[] {
  const above = dirname(folder);
  return above === folder ? [folder] : [folder, ...foldersUpFrom(above)];
}

type Explorer = ReturnType<typeof cosmiconfig>;

/**
 * Creates an explorer while the working directory is a folder of the package: cosmiconfig looks there for settings of
 * its own, also in `.config/config.js`, and runs that code. In `locales` it finds nothing for which it would load a
 * parser. A directory that this account may not enter is not looked at.
 * @param named configuration from the command line
 */
function createExplorer(named?: string): Explorer {
  const directory = currentFolder();
  const options = { loaders: configLoaders(named), ignoreEmptySearchPlaces: false };
  if (!mayEnter(directory)) return cosmiconfig('mobevo-notify', options);
  process.chdir(join(packageRoot, 'locales'));
  try {
    return cosmiconfig('mobevo-notify', options);
  } finally {
    process.chdir(directory);
  }
}

function mayEnter(directory: string): boolean {
  try {
    accessSync(directory, constants.X_OK);
    // On Windows that says only that the folder is there.
    if (process.platform === 'win32') opendirSync(directory).closeSync();
    return true;
  } catch {
    return false;
  }
}

/** @returns null if a package.json has no group for this program */
async function load(explorer: Explorer, file: string): Promise<FoundConfig | null> {
  // cosmiconfig would wait for whoever writes to a pipe, and read a device for ever.
  checkRegularFile(file);
  const found: CosmiconfigResult = await explorer.load(file).catch((error: unknown) => {
    if (error instanceof NotifyError) throw error;
    // The file at fault may be one that it imports.
    const { filepath = file } = error as { filepath?: string };
    throw unreadable(filepath, error instanceof SyntaxFault ? error.text : fileReasonOf(error));
  });
  if (found === null && basename(file) === 'package.json') return null;
  // A file may contain nothing but null.
  if (found === null || found.isEmpty === true) throw unreadable(file, { code: 'config.empty' });
  if (isTooLarge(found.config)) throw unreadable(file, { code: 'config.tooLarge' });
  return { file: found.filepath, content: found.config as unknown };
}

function checkRegularFile(file: string): void {
  try {
    readRegularFile(file);
  } catch (error) {
    throw unreadable(file, fileReasonOf(error));
  }
}

const maxValues = 100_000;
const maxDepth = 50;

/** Whether a value is deeper or larger than any configuration: with aliases, YAML can contain itself. */
function isTooLarge(content: unknown): boolean {
  let values = 0;
  const isWithin = (value: unknown, depth: number): boolean => {
    values += 1;
    if (values > maxValues || depth > maxDepth) return false;
    return typeof value !== 'object' || value === null || Object.values(value).every((one) => isWithin(one, depth + 1));
  };
  return !isWithin(content, 0);
}

function unreadable(file: string, reason: MessageArgument): NotifyError {
  return new NotifyError('CONFIG_UNREADABLE', { file, reason });
}
