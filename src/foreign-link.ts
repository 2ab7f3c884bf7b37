import { lstatSync } from 'node:fs';

/** A link that another account made: what is written through it lands in a file that this account chose. */
export class ForeignLinkError extends Error {
  /** @param path of the link */
  constructor(readonly path: string) {
    super(`${path} is a link of another account`);
  }
}

/**
 * Checks that a path is no link of another account, as one may be planted in `/tmp`. On Windows only administrators
 * make links.
 * @returns true if it is a link of this account or of root
 * @throws ForeignLinkError
 */
export function refuseForeignLink(path: string): boolean {
  const account = process.geteuid?.();
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (account === undefined || stats?.isSymbolicLink() !== true) return false;
  if (stats.uid !== account && stats.uid !== 0) throw new ForeignLinkError(path);
  return true;
}
