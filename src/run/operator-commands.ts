import { decideHeldPlans, discard, endRests, requeueAllSuspected, resend, retryFailed } from '../outbox/index.js';
import type { RunContext, RunOptions } from './run-context.js';

/**
 * Applies --resend, --discard (of messages and of plans), --release and --retry-failed in one transaction. Returns
 * false if none was given.
 */
export async function applyOperatorCommands(
  { config, database, now }: RunContext,
  options: RunOptions,
): Promise<boolean> {
  const { release = [], discardPlans = [] } = options;
  const hasPlans = release.length + discardPlans.length > 0;
  const hasMessages = options.discard !== undefined || options.resend !== undefined || options.retryFailed === true;
  if (!hasPlans && !hasMessages) return false;
  const kinds = config.kinds.map(({ id }) => id);
  await database.transaction(async (transaction) => {
    await decideHeldPlans(transaction, release, 'release');
    await decideHeldPlans(transaction, discardPlans, 'discard');
    if (!hasMessages) return;
    if (options.discard !== undefined) await discard(transaction, options.discard, now());
    if (options.resend !== undefined) await resend(transaction, options.resend, kinds);
    if (options.retryFailed === true) {
      await retryFailed(transaction, kinds);
      await requeueAllSuspected(transaction);
    }
    // Somebody has looked into it, so accounts are tried at once.
    if (options.discard === undefined) await endRests(transaction);
  });
  return true;
}
