import { NotifyError, reasonOf } from '../errors/index.js';
import { migrations } from './migrations/list.js';

/**
 * The error of state tables that are not as this program made them.
 * @param cause the driver's error
 * @param version of the state tables
 */
export function stateDamaged(cause: unknown, version = migrations.length): NotifyError {
  return new NotifyError('STATE_DAMAGED', { version, reason: reasonOf(cause) }, { cause });
}
