import { appendFileSync, existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { retryWhileHeldSync } from '../../retry-while-held.js';

/**
 * Renames a log to `.1`, `.1` to `.2` and so on, and deletes the last one. The log is moved aside first. If it or an
 * older one cannot be renamed, because a viewer on Windows has it open, all get their names back.
 * @throws the error of the file that cannot be renamed
 */
export function rotateLogs(file: string, keep: number): void {
  const numbered = (number: number) => `${file}.${number}`;
  // Only one of several concurrent runs gets the log, and only that one renames the older ones.
  const aside = `${file}.${process.pid}.tmp`;
  if (!tryRename(file, aside)) return;
  const renamed: [from: string, to: string][] = [];
  const rename = (from: string, to: string) => {
    if (tryRename(from, to)) renamed.push([from, to]);
  };
  try {
    for (let number = oldestInRow(numbered, keep); number > 0; number -= 1)
      rename(numbered(number), numbered(number + 1));
    rename(aside, numbered(1));
  } catch (error) {
    putBack(aside, file);
    for (const [from, to] of renamed.reverse()) tryRename(to, from);
    throw error;
  }
  retryWhileHeldSync(() => {
    rmSync(numbered(keep + 1), { force: true });
  });
}

/** Renames the log back. If another run has begun a new one meanwhile, its lines are appended to that. */
function putBack(aside: string, file: string): void {
  if (!existsSync(file)) tryRename(aside, file);
  else {
    appendFileSync(file, readFileSync(aside));
    rmSync(aside);
  }
}

/** The number of the last file before the first gap: files after a gap need no new name. */
function oldestInRow(numbered: (number: number) => string, keep: number): number {
  let number = 0;
  while (number < keep && existsSync(numbered(number + 1))) number += 1;
  return number;
}

/** @returns false if the file does not exist, for example because another run has renamed it */
function tryRename(from: string, to: string): boolean {
  try {
    retryWhileHeldSync(() => {
      renameSync(from, to);
    });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}
