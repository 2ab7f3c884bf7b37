import type { NotifyError } from '../errors/index.js';
import type { Account } from './accounts.js';
import type { Deadline } from './deadline.js';
import type { PrepareContext } from './prepare.js';

export interface SendContext extends PrepareContext {
  readonly giveUpAfter: number;
  readonly deadline: Deadline;
  readonly accounts: readonly Account[];
  /** Hears of what went wrong and kept no mail from going out. */
  readonly warned: (error: NotifyError) => void;
}
