import type { Explanation } from '../run/why.js';
import type { Output } from './output.js';

/** A line for each kind and recipient: why, and what became of the last mail. */
export function whyLine(output: Output, { kind, name, reason, role, last }: Explanation): string {
  const who = name === undefined ? '' : ` (${name})`;
  const what = output.text(`why.reason.${reason}`, role === undefined ? {} : { role: { code: `role.${role}` } });
  return `${output.chalk.bold(kind)}${who}: ${what}${last === undefined ? '' : `; ${lastText(output, last)}`}`;
}

function lastText(output: Output, { id, state, reason, createdAt, finishedAt, nextAttemptAt, reply }: NonNullable<Explanation['last']>): string {
  const said = reply === null ? '' : `: ${reply.split('\n')[0]!}`;
  switch (state) {
    case 'sent': return output.text('why.last.sent', { id, at: finishedAt! });
    case 'deferred': return output.text('why.last.deferred', { id, at: nextAttemptAt! }) + said;
    case 'failed': return output.text('why.last.failed', { id, at: finishedAt! }) + said;
    case 'skipped': return output.text('why.last.skipped', { id, at: finishedAt!, reason: { code: `skipped.${reason!}` } });
    default: return output.text('why.last.other', { id, state: { code: `state.${state}` }, at: createdAt }) + said;
  }
}
