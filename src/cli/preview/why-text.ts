import { omitUndefined } from '../../omit-undefined.js';
import { formatLocalTime, visibleText } from '../../messages/index.js';
import type { Explanation } from '../../inspect/explain.js';
import type { Output } from '../output.js';

/**
 * One line for one kind and recipient: the reason, and the outcome of the last mail.
 * @param zone the office's time zone
 */
export function whyLine(
  output: Output,
  { kind, name, reason, role, until, error, last, remembered }: Explanation,
  zone: string,
): string {
  const who = name === undefined ? '' : ` (${visibleText(name)})`;
  const what = output.text(`why.reason.${reason}`, {
    ...omitUndefined({ role: role === undefined ? undefined : ({ code: `role.${role}` } as const) }),
    ...omitUndefined({ error: error?.text }),
    until: until === undefined ? '?' : formatLocalTime(new Date(until), zone),
  });
  const details = [
    ...(remembered === undefined ? [] : [output.text('why.remembered', { count: remembered })]),
    ...(last === undefined ? [] : [lastText(output, last, zone)]),
  ];
  return `${output.colours.bold(kind)}${who}: ${[what, ...details].join('; ')}`;
}

function lastText(
  output: Output,
  { id, state, reason, createdAt, finishedAt, nextAttemptAt, reply }: NonNullable<Explanation['last']>,
  zone: string,
): string {
  const replyText = reply === null ? '' : `: ${visibleText(reply.split('\n')[0]!)}`;
  const formatTime = (instant: string | null) => formatLocalTime(new Date(instant!), zone);
  switch (state) {
    case 'sent':
      return output.text('why.last.sent', { id, at: formatTime(finishedAt) });
    case 'deferred':
      return output.text('why.last.deferred', { id, at: formatTime(nextAttemptAt) }) + replyText;
    case 'failed':
      return output.text('why.last.failed', { id, at: formatTime(finishedAt) }) + replyText;
    case 'skipped':
      return output.text('why.last.skipped', {
        id,
        at: formatTime(finishedAt),
        reason: { code: `skipped.${reason!}` },
      });
    default:
      return (
        output.text('why.last.other', { id, state: { code: `state.${state}` }, at: formatTime(createdAt) }) + replyText
      );
  }
}
