import { omitUndefined } from '../../omit-undefined.js';
import { formatLocalTime, visibleText } from '../../messages/index.js';
import type { Explanation } from '../../inspect/explain.js';
import { dayText } from '../../mail/render/formats.js';
import { joinExamples } from '../../planning/data-issues.js';
import type { Output } from '../output.js';

/**
 * One line for one kind and recipient: the reason, and the outcome of the last mail.
 * @param zone the office's time zone
 */
export function whyLine(output: Output, explanation: Explanation, zone: string): string {
  const { kind, name, reason, role, until, error, last, remembered } = explanation;
  const who = name === undefined ? '' : ` (${visibleText(name)})`;
  const what = output.text(`why.reason.${reason}`, {
    ...omitUndefined({ role: role === undefined ? undefined : ({ code: `role.${role}` } as const) }),
    ...omitUndefined({ error: error?.text }),
    until: until === undefined ? '?' : formatLocalTime(new Date(until), zone),
  });
  const details = [
    ...deputyTexts(output, explanation),
    ...(remembered === undefined ? [] : [output.text('why.remembered', { count: remembered })]),
    ...(last === undefined ? [] : [lastText(output, last, zone)]),
  ];
  return `${output.colours.bold(kind)}${who}: ${[what, ...details].join('; ')}`;
}

/** More people than this are not named. */
const maxNames = 5;

function deputyTexts(output: Output, { absent, deputyFor }: Explanation): string[] {
  const list = (names: readonly string[]) => joinExamples(names.slice(0, maxNames), names.length);
  const texts: string[] = [];
  if (absent !== undefined) {
    const deputies = list(
      absent.deputies.map(({ deputyName, state }) =>
        output.text(`why.deputy.${state}`, { name: visibleText(deputyName) }),
      ),
    );
    texts.push(output.text('why.absent', { until: dayText(absent.until), deputies }));
  }
  if (deputyFor !== undefined) {
    const names = deputyFor.map(({ name, until }) =>
      output.text('why.absentGuardian', { name: visibleText(name), until: dayText(until) }),
    );
    texts.push(output.text('why.deputyFor', { names: list(names) }));
  }
  return texts;
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
