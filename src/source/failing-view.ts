import type { KindId } from '../config/index.js';
import { affectsAllKinds, serverClock, type Database } from '../database/index.js';
import { NotifyError, reasonOf } from '../errors/index.js';
import { hasView } from './check.js';
import { viewNamed } from './column-sql.js';
import type { ViewName } from './contract.js';
import { readView } from './read-view.js';

/** A kind that is switched on, and the views that it reads. */
export interface ViewReader {
  readonly id: KindId;
  readonly views: readonly ViewName[];
}

/** The error of a view that fails while it is read, or of several in one query that fails. */
export function viewError(failing: readonly ViewName[], readers: readonly ViewReader[], cause: unknown): NotifyError {
  const kinds = readers.filter(({ views }) => failing.some((view) => views.includes(view))).map(({ id }) => id);
  const args = { kinds: kinds.join(', '), reason: reasonOf(cause) };
  const views = failing.join(', ');
  return failing.length === 1
    ? new NotifyError('SOURCE_VIEW_FAILED', { ...args, view: views }, { cause })
    : new NotifyError('SOURCE_VIEWS_FAILED', { ...args, views }, { cause });
}

/**
 * Finds the view that made a statement fail, because databases do not name it.
 * @param views those that the statement may have read
 * @returns an error that names it; the given error if it is known, or if each view can be read
 * @throws a fault of the database itself
 */
export async function findFailingView(
  database: Database,
  views: readonly ViewName[],
  readers: readonly ViewReader[],
  error: unknown,
): Promise<unknown> {
  if (error instanceof NotifyError || !(await canRead(database))) return error;
  for (const view of views) {
    try {
      if (viewNamed(view).isOptional !== true || (await hasView(database, view))) await readView(database, view);
    } catch (cause) {
      if (affectsAllKinds(database.dialect, cause)) throw cause;
      return cause instanceof NotifyError ? error : viewError([view], readers, cause);
    }
  }
  return error;
}

/** False in a transaction that SQL Server has ended because of the error. */
function canRead(database: Database): Promise<boolean> {
  return serverClock(database).then(
    () => true,
    () => false,
  );
}
