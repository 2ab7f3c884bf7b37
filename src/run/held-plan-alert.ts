import type { KindId } from '../config/index.js';
import { isErrorOf } from '../errors/index.js';
import { formatMessage } from '../messages/index.js';
import { claimHeldAlert, finishHeldAlert, releaseHeldAlert } from '../outbox/index.js';
import type { RunContext } from './run-context.js';
import { sendAlert } from './send-alert.js';

/**
 * Sends the administrator a mail about each plan that is held, once, at whatever time of day. If no recipient gets it,
 * a later run tries again.
 * @throws a fault of the database itself
 */
export async function alertOfHeldPlans(context: RunContext): Promise<void> {
  const { database, now, config, errors, sendingLeaseMs, deadline } = context;
  const { alerts, office } = config;
  if (alerts === undefined || deadline.drain.aborted) return;
  for (const { text, hint, args } of errors.filter((error) => isErrorOf(error, 'PLAN_HELD'))) {
    const kind = args['kind'] as KindId;
    if (!(await claimHeldAlert(database, kind, sendingLeaseMs))) continue;
    const plans = [{ text: formatMessage(text, office.locale), hint: formatMessage(hint, office.locale) }];
    await sendAlert(context, alerts, {
      key: `${kind} ${now().toISOString()}`,
      loadContent: () => Promise.resolve({ plans }),
      finish: () => finishHeldAlert(database, kind, now()),
      release: () => releaseHeldAlert(database, kind),
    });
  }
}
