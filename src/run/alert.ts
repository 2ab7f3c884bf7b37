import type { AlertsConfig } from '../config/index.js';
import { NotifyError } from '../errors/index.js';
import {
  claimDailyAlert,
  releaseDailyAlert,
  failedBetween,
  heldSince,
  lastAlert,
  type FailedMessages,
} from '../outbox/index.js';
import { formatMessage } from '../messages/index.js';
import { localDay } from '../schedule/index.js';
import { recipientGaps } from '../planning/source-checks.js';
import type { SendContext } from '../send/send-context.js';
import type { DirectSendResult } from '../send/send-directly.js';
import { gapMessage } from '../planning/data-issues.js';

/** How far back failures are looked for when none were told before: as long as attempts are kept. */
const longestBack = 30 * 86_400_000;

/**
 * Once a local day, with the first run that has something to plan, tells an administrator what is missing and what
 * went wrong long enough ago. It is in no queue, so it is never about itself; where nobody could be reached, a later
 * run tries again.
 * @param isDue whether this run planned anything; another run asks nothing of the database
 */
export async function alertAdministrator(context: SendContext, isDue: boolean): Promise<void> {
  const {
    database,
    config: { alerts, office },
    deadline,
    now,
    onWarning,
  } = context;
  if (alerts === undefined || !isDue || deadline.drain.aborted) return;
  const today = localDay(now(), office.timeZone);
  const last = await lastAlert(database);
  if (last?.day === today || !(await claimDailyAlert(database, today, now()))) return;
  const course: DirectSendResult = { delivered: 0, lastError: 'no account can send now' };
  let recipients: readonly string[] = [];
  try {
    const content = await contentOf(context, alerts, last === undefined ? undefined : new Date(last.sentAt));
    if (content === undefined) return;
    recipients = alerts.recipients;
    const { sendDirectly } = await import('../send/send-directly.js');
    await sendDirectly(context, { kind: 'alert', content, recipients, key: today }, course);
  } catch (error) {
    if (!(error instanceof NotifyError)) throw error;
    onWarning(error);
  } finally {
    if (course.delivered < recipients.length && course.lastError !== undefined)
      onWarning(
        new NotifyError('ALERT_UNDELIVERED', {
          count: recipients.length - course.delivered,
          reason: course.lastError,
        }),
      );
    if (course.delivered === 0 && recipients.length > 0) await releaseDailyAlert(database, today);
  }
}

async function contentOf(
  { database, config, now }: SendContext,
  { grace }: AlertsConfig,
  last: Date | undefined,
): Promise<object | undefined> {
  const until = new Date(now().getTime() - grace);
  const after = new Date(Math.max((last?.getTime() ?? 0) - grace, until.getTime() - longestBack));
  const gaps = await recipientGaps(database, config.kinds);
  const failed = await failedBetween(database, after, until);
  const held = await heldSince(database, config.kinds, until);
  if (gaps.length + failed.count + held.count === 0) return undefined;
  const { translate } = await import('../mail/index.js');
  const { locale } = config.office;
  const listed = ({ count, messages }: FailedMessages) =>
    count === 0
      ? undefined
      : {
          count,
          more: count - messages.length,
          messages: messages.map((message) => ({
            ...message,
            address: message.address.replace(/^address:/, ''),
            kindName: translate(locale)(`kinds.${message.kind}`),
          })),
        };
  return {
    gaps: gaps.map((gap) => formatMessage(gapMessage(gap), locale)),
    failed: listed(failed),
    held: listed(held),
  };
}
