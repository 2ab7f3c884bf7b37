import { lstatSync, realpathSync, statSync, type Stats } from 'node:fs';
import { dirname } from 'node:path';

/** Who could have written a file. On Windows nobody can tell from a file's mode. */
export type Trust = 'own' | 'others' | 'unknown';

/**
 * Tells whether only this account and root could have written a file: it, and what links to it, belong to them, others
 * may write neither the file nor its folder, and nobody can put another folder in its place.
 */
export function trustOf(file: string): Trust {
  const account = process.geteuid?.();
  if (account === undefined) return 'unknown';
  const target = realpathSync(file);
  const isOwn = ({ uid }: Stats) => uid === account || uid === 0;
  const isClosed = (stats: Stats) => isOwn(stats) && !isWritableByOthers(stats);
  // In a folder such as /tmp, with the sticky bit, others cannot replace what is not theirs.
  const isKept = (folder: string) => {
    const stats = statSync(folder);
    return isClosed(stats) || (isOwn(stats) && (stats.mode & 0o1000) !== 0);
  };
  const isTrusted =
    isOwn(lstatSync(file)) &&
    [target, dirname(target), dirname(file)].every((path) => isClosed(statSync(path))) &&
    [...foldersAbove(target), ...foldersAbove(file)].every(isKept);
  return isTrusted ? 'own' : 'others';
}

/** True if any account of this host may read a file, by its mode alone. */
export function isReadableByAll(file: string): boolean {
  return (statSync(file).mode & 0o004) !== 0;
}

/** True if one of the folders around a file is closed to all other accounts. */
export function isInPrivateFolder(file: string): boolean {
  const target = realpathSync(file);
  return [dirname(target), ...foldersAbove(target)].some((folder) => (statSync(folder).mode & 0o011) === 0);
}

/** The folders above the one of the file. */
function foldersAbove(file: string): string[] {
  const folders: string[] = [];
  for (let folder = dirname(dirname(file)); ; folder = dirname(folder)) {
    folders.push(folder);
    if (folder === dirname(folder)) return folders;
  }
}

/** The primary groups of this account and of root are taken to be their own. */
function isWritableByOthers({ mode, gid }: Stats): boolean {
  return (mode & 0o002) !== 0 || ((mode & 0o020) !== 0 && gid !== 0 && gid !== process.getegid?.());
}
