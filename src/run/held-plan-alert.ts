import type { KindId } from '../config/index.js';
import { isDatabaseFault, isErrorOf, NotifyError, reasonOf } from '../errors/index.js';
import { formatMessage } from '../messages/index.js';
import { claimHeldAlert, releaseHeldAlert } from '../outbox/index.js';
import type { DirectSendResult } from '../send/send-directly.js';
import type { RunContext } from './run-context.js';

/**
 * Sends the administrator a mail about each plan that is held, once, at whatever time of day. If no recipient gets it,
 * a later run tries again. An error becomes a warning.
 * @throws a fault of the database itself
 */
export async function alertOfHeldPlans(context: RunContext): Promise<void> {
  const { database, now, config, errors, onWarning, deadline } = context;
  const { alerts, office } = config;
  if (alerts === undefined || deadline.drain.aborted) return;
  for (const error of errors.filter((known) => isErrorOf(known, 'PLAN_HELD'))) {
    const kind = error.args['kind'] as KindId;
    if (!(await claimHeldAlert(database, kind, now()))) continue;
    const result: DirectSendResult = { delivered: 0, lastError: 'no account can send now' };
    const { text, hint } = error;
    const plans = [{ text: formatMessage(text, office.locale), hint: formatMessage(hint, office.locale) }];
    try {
      const { sendDirectly } = await import('../send/send-directly.js');
      const key = `${kind} ${now().toISOString()}`;
      await sendDirectly(context, { kind: 'alert', content: { plans }, recipients: alerts.recipients, key }, result);
    } catch (fault) {
      if (isDatabaseFault(fault)) throw fault;
      result.lastError = reasonOf(fault);
    } finally {
      const count = alerts.recipients.length - result.delivered;
      if (count > 0 && result.lastError !== undefined)
        onWarning(new NotifyError('ALERT_UNDELIVERED', { count, reason: result.lastError }));
      if (result.delivered === 0) await releaseHeldAlert(database, kind);
    }
  }
}
