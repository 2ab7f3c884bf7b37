import { statSync } from 'node:fs';
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
    file !== undefined &&
    [...taken, ...(path === 'metricsFile' ? [logFile?.file] : [])].some((other) => isSame(file, other))
      ? [{ path, found: file, expected: { code: 'config.expected.ownFile' } }]
      : [],
  );
}

/** Whether two paths name the same file, also through links. */
function isSame(file: string, other: string | undefined): boolean {
  if (other === undefined || file === other) return file === other;
  const [one, two] = [identityOf(file), identityOf(other)];
  return one !== undefined && one === two;
}

/** Undefined for a file that does not exist, or may not be looked at. */
function identityOf(file: string): string | undefined {
  try {
    const { dev, ino } = statSync(file, { bigint: true });
    return `${dev} ${ino}`;
  } catch {
    return undefined;
  }
}
