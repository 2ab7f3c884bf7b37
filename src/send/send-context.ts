import type { ComposeContext } from '../compose/compose-context.js';
import type { NotifyError } from '../errors/index.js';

/** What sending needs of a run. */
export interface SendContext extends Omit<ComposeContext, 'composer'> {
  /** Reports an error that does not change the exit code. */
  readonly onWarning: (error: NotifyError) => void;
}

/** What sending the queue needs: the same and a composer. */
export interface QueueContext extends SendContext, ComposeContext {}
