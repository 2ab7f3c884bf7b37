import { dirname, resolve } from 'node:path';
import { cosmiconfig, defaultLoaders, type LoaderSync } from 'cosmiconfig';
import { ConfigInvalidError, NotifyError, reasonOf, type ConfigIssue } from '../errors/index.js';
import { buildConfig, type Config } from './config.js';
import { substituteEnvironment } from './environment.js';
import { filesIn } from './files.js';
import { issuesOf } from './issues.js';
import type { KindRegistry } from './kind-settings.js';
import { configSchema } from './schema.js';

const extensions = ['json', 'yaml', 'yml', 'js', 'mjs', 'cjs'];
const searchPlaces = [
  'package.json',
  '.mobevo-notifyrc',
  ...extensions.map((extension) => `.mobevo-notifyrc.${extension}`),
  ...extensions.map((extension) => `mobevo-notify.config.${extension}`),
];

/** cosmiconfig's own parser reports the position of an error, but takes some milliseconds to load. */
const loadJson: LoaderSync = (file, content) => {
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

/**
 * Finds, reads and checks the configuration.
 * @param kinds the registry of `src/notifications`
 * @throws CONFIG_NOT_FOUND, CONFIG_UNREADABLE or ConfigInvalidError, which lists all issues
 */
export async function loadConfig(kinds: KindRegistry, options: LoadOptions): Promise<Config> {
  const { file, content } = await readConfig(options);
  return checkConfig(kinds, file, content, options.environment);
}

/**
 * Checks a configuration that has already been read.
 * @param file shown in errors; relative paths start in its folder
 * @throws ConfigInvalidError, which lists all issues
 */
export function checkConfig(
  kinds: KindRegistry,
  file: string,
  content: unknown,
  environment: NodeJS.ProcessEnv,
): Config {
  const issues: ConfigIssue[] = [];
  const substituted = substituteEnvironment(content, environment, issues);
  const schema = configSchema(kinds, filesIn(dirname(file)));
  const parsed = schema.safeParse(substituted);
  if (!parsed.success) issues.push(...issuesOf(parsed.error, content, schema));
  if (!parsed.success || issues.length > 0) throw new ConfigInvalidError(file, issues);
  return { file, ...buildConfig(parsed.data) };
}

async function readConfig({ file, directory }: LoadOptions): Promise<{ file: string; content: unknown }> {
  const explorer = cosmiconfig('mobevo-notify', {
    loaders: { '.json': loadJson },
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
