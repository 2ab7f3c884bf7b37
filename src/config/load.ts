import { resolve } from 'node:path';
import { cosmiconfig, defaultLoaders, type LoaderSync } from 'cosmiconfig';
import { ConfigInvalidError, NotifyError, reasonOf, type ConfigIssue } from '../errors/index.js';
import type { Config } from './config.js';
import { substituteEnvironment } from './environment.js';
import { issuesOf } from './issues.js';
import { normalise } from './normalise.js';
import { configSchema } from './schema.js';

const extensions = ['json', 'yaml', 'yml', 'js', 'mjs', 'cjs'];
const searchPlaces = [
  'package.json',
  '.mobevo-notifyrc',
  ...extensions.map((extension) => `.mobevo-notifyrc.${extension}`),
  ...extensions.map((extension) => `mobevo-notify.config.${extension}`),
];

/** cosmiconfig's own parser says where a fault is, and takes some milliseconds to load. */
const json: LoaderSync = (file, content) => {
  try {
    return JSON.parse(content) as unknown;
  } catch {
    return defaultLoaders['.json'](file, content) as unknown;
  }
};

export interface LoadOptions {
  /** A file named on the command line; otherwise the working directory and those above it are searched. */
  readonly file?: string;
  readonly directory: string;
  readonly environment: NodeJS.ProcessEnv;
}

/** Finds, reads and checks the configuration; every fault of it is told at once. */
export async function loadConfig(options: LoadOptions): Promise<Config> {
  const { file, content } = await readConfig(options);
  return checkConfig(file, content, options.environment);
}

/**
 * Checks a configuration that is already read.
 * @param file where relative paths start, and what errors name
 */
export function checkConfig(file: string, content: unknown, environment: NodeJS.ProcessEnv): Config {
  const faults: ConfigIssue[] = [];
  const substituted = substituteEnvironment(content, environment, faults);
  const parsed = configSchema.safeParse(substituted);
  if (!parsed.success) faults.push(...issuesOf(parsed.error, content));
  const config = parsed.success ? normalise(file, parsed.data, faults) : undefined;
  if (config === undefined || faults.length > 0) throw new ConfigInvalidError(file, faults);
  return config;
}

async function readConfig({ file, directory }: LoadOptions): Promise<{ file: string; content: unknown }> {
  const explorer = cosmiconfig('mobevo-notify', {
    loaders: { '.json': json },
    searchStrategy: 'global',
    searchPlaces,
    ignoreEmptySearchPlaces: false,
  });
  const found = await (file === undefined ? explorer.search(directory) : explorer.load(resolve(directory, file))).catch(
    (error: unknown) => {
      const unreadable = file ?? (error as { filepath?: string }).filepath ?? directory;
      throw new NotifyError('CONFIG_UNREADABLE', { file: unreadable, reason: reasonOf(error) });
    },
  );
  if (found === null) throw new NotifyError('CONFIG_NOT_FOUND', { directory });
  if (found.isEmpty === true)
    throw new NotifyError('CONFIG_UNREADABLE', { file: found.filepath, reason: { code: 'config.empty' } });
  return { file: found.filepath, content: found.config };
}
