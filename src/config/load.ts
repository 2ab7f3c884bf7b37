import { dirname, resolve } from 'node:path';
import { ConfigInvalidError, type ConfigIssue } from '../errors/index.js';
import { buildConfig, type Config } from './config.js';
import { substituteEnvironment } from './environment.js';
import { filesIn } from './files.js';
import { findConfig, readConfig, systemFolderOf } from './find-config.js';
import { issuesOf } from './issues.js';
import type { KindRegistry } from './kind-settings.js';
import { findMisplacedSecrets } from './misplaced-secrets.js';
import { findOverwrittenFiles } from './overwritten-files.js';
import { configSchema } from './schema.js';

export interface LoadOptions {
  /** A file named on the command line; otherwise the working directory, those above it and the host's are searched. */
  readonly file?: string;
  readonly directory: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Searched last; default: the one of `systemFolderOf`. */
  readonly systemFolder?: string;
  /** Called if a configuration was found that another account could have written. */
  readonly onForeign?: (file: string) => void;
}

/**
 * Finds, reads and checks the configuration.
 * @param kinds the registry of `src/notifications`
 * @throws CONFIG_NOT_FOUND, CONFIG_UNREADABLE, CONFIG_CODE_UNTRUSTED or ConfigInvalidError, which lists all issues
 */
export async function loadConfig(
  kinds: KindRegistry,
  {
    file,
    directory,
    environment,
    systemFolder = systemFolderOf(environment),
    onForeign = () => undefined,
  }: LoadOptions,
): Promise<Config> {
  const found = await (file === undefined
    ? findConfig({ directory, systemFolder, onForeign })
    : readConfig(resolve(directory, file)));
  return checkConfig(kinds, found.file, found.content, environment);
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
  const files = filesIn(dirname(file));
  const schema = configSchema(kinds, files);
  issues.push(...findMisplacedSecrets(substituted));
  const parsed = schema.safeParse(substituted);
  if (!parsed.success) {
    const reported = new Set(issues.map(({ path }) => path));
    issues.push(...issuesOf(parsed.error, content, schema).filter(({ path }) => !reported.has(path)));
  } else issues.push(...findOverwrittenFiles(parsed.data, [file, ...files.named.map((named) => named.path)]));
  if (!parsed.success || issues.length > 0) throw new ConfigInvalidError(file, issues);
  return { file, namedFiles: files.named, ...buildConfig(parsed.data) };
}
