import { isErrorOf, NotifyError, reasonOf } from '../errors/index.js';
import { migrations } from './migrations/list.js';

/**
 * The error of state tables that are not as this program made them.
 * @param cause the driver's error
 * @param version of the state tables
 */
export function stateDamaged(cause: unknown, version = migrations.length): NotifyError {
  return new NotifyError('STATE_DAMAGED', { version, reason: reasonOf(cause) }, { cause });
}

/**
 * The error of a statement that reads only state tables: STATE_DAMAGED if the database refused the statement.
 * @param version reads the version of the state tables
 * @returns any other error as it is
 */
export async function stateError(error: unknown, version: () => Promise<number>): Promise<unknown> {
  const cause = isErrorOf(error, 'STATE_DAMAGED') ? error.cause : error;
  return cause instanceof NotifyError || !isOfDriver(cause) ? error : stateDamaged(cause, await version());
}

/** An error of the database's driver has a code. One of this program has none, and Node's begin with ERR_. */
function isOfDriver(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && !code.startsWith('ERR_');
}
