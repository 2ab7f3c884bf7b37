import type { ConfigIssue } from '../errors/index.js';
import type { Settings } from './schema.js';

/**
 * Finds files that runs write to although they are something else: the configuration, the database, a file that another
 * setting names. @param read absolute paths of the files that are read
 */
export function findOverwrittenFiles(
  { database, logFile, metricsFile }: Settings,
  read: readonly string[],
): ConfigIssue[] {
  const taken = database.client === 'sqlite' ? [...read, database.file] : read;
  const written = { logFile: logFile?.file, metricsFile };
  return Object.entries(written).flatMap(([path, file]) =>
    file !== undefined && (taken.includes(file) || (path === 'metricsFile' && file === logFile?.file))
      ? [{ path, found: file, expected: { code: 'config.expected.ownFile' } }]
      : [],
  );
}
