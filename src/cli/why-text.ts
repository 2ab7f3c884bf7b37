import type { Explanation } from '../run/why.js';
import type { Output } from './output.js';

const reasons: Readonly<Record<Explanation['reason'], string>> = {
  'off': 'switched off in the configuration',
  'unknown-address': 'no user has this address',
  'blocked': 'blocked in Mobevo: gets no mail',
  'bad-address': 'the address in Mobevo cannot be used as it stands',
  'no-guardian-role': 'guards no client in this role',
  'not-configured': 'not among the recipients of this notification',
  'nothing-new': 'nothing new to tell',
  'not-due': 'there is something to tell; it waits for the next slot of the schedule',
  'would-send': 'a run now would send a mail',
};

const roles = { client: 'client guardian', accounting: 'accounting guardian', hr: 'HR guardian' } as const;

/** A line for each kind and recipient: why, and what became of the last mail. */
export function whyLine({ chalk }: Output, { kind, name, reason, role, last }: Explanation): string {
  const who = name === undefined ? '' : ` (${name})`;
  const what = role === undefined ? reasons[reason] : `${reasons[reason]}: ${roles[role]}`;
  return `${chalk.bold(kind)}${who}: ${what}${last === undefined ? '' : `; ${lastText(last)}`}`;
}

function lastText({ id, state, reason, createdAt, finishedAt, nextAttemptAt, reply }: NonNullable<Explanation['last']>): string {
  const said = reply === null ? '' : `: ${reply.split('\n')[0]!}`;
  switch (state) {
    case 'sent': return `last mail #${id} sent ${finishedAt!}`;
    case 'deferred': return `last mail #${id} deferred until ${nextAttemptAt!}${said}`;
    case 'failed': return `last mail #${id} failed ${finishedAt!}${said}`;
    case 'skipped': return `last mail #${id} skipped ${finishedAt!}: ${reason!}`;
    default: return `last mail #${id} ${state} since ${createdAt}${said}`;
  }
}
