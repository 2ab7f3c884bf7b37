import type { AlertsConfig } from '../config/index.js';
import {
  claimDailyAlert,
  finishDailyAlert,
  releaseDailyAlert,
  failedBetween,
  heldSince,
  kindStates,
  lastAlert,
  type AlertMessages,
} from '../outbox/index.js';
import { omitUndefined } from '../omit-undefined.js';
import { formatMessage } from '../messages/index.js';
import { localDay } from '../schedule/index.js';
import { gapMessage, malformedMessages, waitingMessage } from '../planning/data-issues.js';
import { findIssuesOfAllKinds } from '../planning/source-checks.js';
import { accountsFailingSince } from '../send/report-suspicions.js';
import type { RunContext } from './run-context.js';
import { sendAlert } from './send-alert.js';

/** How far the first alert looks back, in milliseconds: as long as attempts are kept. */
const maxLookbackMs = 30 * 86_400_000;

/**
 * How long an account is suspected before the administrator gets a mail, in milliseconds: a day, less what a run takes.
 */
const suspicionMs = 23 * 3_600_000;

/**
 * Sends the administrator a mail about data issues, a trial, accounts that are suspected for a day, and failed and held
 * messages older than `alerts.grace`. The first run of a local day that plans anything sends it. The alert bypasses the
 * queue, so it never reports itself. If no recipient gets it, a later run tries again.
 * @throws a fault of the database itself
 */
export async function alertAdministrator(context: RunContext): Promise<void> {
  const { database, now, sendingLeaseMs } = context;
  const { alerts, office } = context.config;
  const hasPlanned = [...context.reports.values()].some(({ due }) => due);
  if (alerts === undefined || !hasPlanned || context.deadline.drain.aborted) return;
  const today = localDay(now(), office.timeZone);
  const last = await lastAlert(database);
  if (last?.day === today || !(await claimDailyAlert(database, today, now(), sendingLeaseMs))) return;
  await sendAlert(context, alerts, {
    key: today,
    loadContent: () => loadAlertContent(context, alerts, last === undefined ? undefined : new Date(last.sentAt)),
    finish: () => finishDailyAlert(database, today),
    release: () => releaseDailyAlert(database, today),
  });
}

async function loadAlertContent(
  context: RunContext,
  { grace }: AlertsConfig,
  last: Date | undefined,
): Promise<object | undefined> {
  const { database, config, now, onWarning } = context;
  const until = new Date(now().getTime() - grace);
  const after = new Date(Math.max((last?.getTime() ?? 0) - grace, until.getTime() - maxLookbackMs));
  const states = await kindStates(database);
  // What fails here is a warning, because the mail about the rest is worth sending.
  const { gaps, malformedRows } = await findIssuesOfAllKinds(database, config, states, now(), onWarning);
  const failed = await failedBetween(database, after, until);
  const held = await heldSince(database, config.kinds, until);
  const ago = (from: Date) => new Date(from.getTime() - suspicionMs);
  const accounts = await accountsFailingSince(context, ago(now()), last && ago(last));
  const waiting = config.kinds.flatMap(({ id }) => waitingMessage(id, states.get(id)?.waiting ?? 0));
  const { redirectTo } = config.mailbox;
  const issues = [accounts, gaps, waiting, malformedRows].reduce((sum, { length }) => sum + length, 0);
  if (issues + failed.count + held.count === 0 && redirectTo === undefined) return undefined;
  const { translate } = await import('../mail/render/translate.js');
  const { locale } = config.office;
  const withKindNames = ({ count, messages }: AlertMessages) =>
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
  const redirected = redirectTo && formatMessage({ code: 'run.redirected', args: { address: redirectTo } }, locale);
  return {
    ...omitUndefined({ redirected }),
    accounts: accounts.map(({ text, hint }) => ({
      text: formatMessage(text, locale),
      hint: formatMessage(hint, locale),
    })),
    gaps: [...gaps.map(gapMessage), ...waiting].map((message) => formatMessage(message, locale)),
    rows: malformedMessages(malformedRows).map((message) => formatMessage(message, locale)),
    failed: withKindNames(failed),
    held: withKindNames(held),
  };
}
