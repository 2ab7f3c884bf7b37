import type { AlertsConfig } from '../config/index.js';
import { isDatabaseFault, NotifyError, reasonOf } from '../errors/index.js';
import type { DirectSendProgress } from '../send/send-directly.js';
import type { RunContext } from './run-context.js';

/** An alert to send, which this run has claimed. */
export interface ClaimedAlert {
  /** Distinguishes it from other alerts: the same key gives the same Message-ID. */
  readonly key: string;
  /** Returns undefined if there is nothing to say. */
  readonly loadContent: () => Promise<object | undefined>;
  /** Records that somebody got it, or that there is nothing to say. */
  readonly finish: () => Promise<void>;
  /** Leaves it to a later run. */
  readonly release: () => Promise<void>;
}

/**
 * Sends an alert to the administrators, outside the queue. If no recipient gets it, whatever the reason, it is
 * released. An error becomes a warning.
 * @throws a fault of the database itself
 */
export async function sendAlert(
  context: RunContext,
  { recipients }: AlertsConfig,
  { key, loadContent, finish, release }: ClaimedAlert,
): Promise<void> {
  const { onWarning } = context;
  const progress: DirectSendProgress = { delivered: 0, lastError: { code: 'alert.noAccount' } };
  let fault: unknown;
  try {
    const content = await loadContent();
    if (content === undefined) {
      await finish();
      return;
    }
    const { sendDirectly } = await import('../send/send-directly.js');
    await sendDirectly(context, { content, recipients, key }, progress);
  } catch (error) {
    fault = error;
  }
  const settled = progress.delivered > 0 ? finish() : release();
  if (isDatabaseFault(fault)) {
    // The lease ends by itself if the database cannot be written now.
    await settled.catch(() => undefined);
    throw fault;
  }
  await settled;
  if (fault instanceof NotifyError) onWarning(fault);
  if (fault !== undefined) progress.lastError = reasonOf(fault);
  const count = recipients.length - progress.delivered;
  if (count > 0 && progress.lastError !== undefined)
    onWarning(new NotifyError('ALERT_UNDELIVERED', { count, reason: progress.lastError }, { cause: fault }));
}
