import { existsSync } from 'node:fs';
import { isInPrivateFolder, isReadableByAll, trustOf, type Config } from '../config/index.js';
import type { Message } from '../messages/index.js';
import { ok, skipped, warning, type Check } from './check.js';

/** Finds files with secrets or personal data that other accounts of this host may read or change. */
export function checkFiles({ file, namedFiles, database }: Config): Check {
  if (process.geteuid === undefined) return skipped('files', 'filesOnWindows');
  const files = [
    { path: file, isSecret: true },
    ...namedFiles,
    ...(database.client === 'sqlite' ? [{ path: database.file, isSecret: true }] : []),
  ].filter(({ path }) => existsSync(path));
  const reachable = files.filter(({ path }) => !isInPrivateFolder(path));
  const open = reachable.flatMap(({ path, isSecret }): Message[] => {
    if (trustOf(path) === 'others') return [{ code: 'check.writableFile', args: { path } }];
    return isSecret && isReadableByAll(path) ? [{ code: 'check.readableFile', args: { path } }] : [];
  });
  return open.length === 0 ? ok('files', 'files', { count: files.length }) : warning('files', 'filesOpen', { open });
}
