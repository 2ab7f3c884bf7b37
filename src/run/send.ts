import { countWaiting, inOrderOfTrial, releaseClaims, renewLeases } from '../outbox/index.js';
import { sendThrough } from './pass.js';
import { record, tell } from './record.js';
import { Roster, type Standing } from './roster.js';
import type { QueueContext } from './send-context.js';
import { takeTurn } from './turn.js';

/**
 * Sends what is queued until nothing is left, no account can send, or the time is up. Where an account fails, or
 * has used up its quota, the next one takes over.
 */
export async function sendQueued(context: QueueContext): Promise<void> {
  const { database, owner, leaseMs, journal, deadline: { drain } } = context;
  const roster = new Roster(await inOrderOfTrial(database, context.accounts));
  const renewal = setInterval(() => {
    journal.write((transaction) => renewLeases(transaction, owner, leaseMs)).catch(() => undefined);
  }, leaseMs / 3);
  try {
    let end: End = { isThrough: false, isEmpty: false, size: 0 };
    while (!end.isThrough && !drain.aborted) {
      const standing = roster.next(end.size) ?? await roster.nextRested(end.size, drain);
      if (standing === undefined) break;
      end = await sendWith(context, roster, standing);
    }
    roster.troubles(end.isThrough).forEach(end.isThrough ? context.warned : context.failed);
    for (const standing of roster.standings) await conclude(context, standing, end.isEmpty);
  } finally {
    clearInterval(renewal);
  }
}

interface End {
  /** Nothing is left for this run: the queue is empty, or other runs send it. */
  readonly isThrough: boolean;
  readonly isEmpty: boolean;
  /** Bytes of a mail for which another account is needed. */
  readonly size: number;
}

async function sendWith(context: QueueContext, roster: Roster, standing: Standing): Promise<End> {
  const turn = await takeTurn(context, standing.account);
  if (turn === undefined) {
    const { database, kinds, now, deadline: { drain } } = context;
    return { isThrough: !drain.aborted, isEmpty: await countWaiting(database, kinds, now()) === 0, size: 0 };
  }
  try {
    const { fault, denial, isReturned, size } = await sendThrough(context, roster, standing, turn);
    if (fault !== undefined) roster.giveUp(standing, fault);
    else if (denial !== undefined) roster.rest(standing, denial);
    // What a passing fault put back is taken up again once the others are through.
    else if (!isReturned && !turn.isLost && !context.deadline.drain.aborted) return { isThrough: size === 0 || roster.next(size) === undefined, isEmpty: size === 0, size };
    return { isThrough: false, isEmpty: false, size: 0 };
  } finally {
    await releaseClaims(context.database, context.owner).finally(() => turn.end());
  }
}

/** What was put off until it showed whose fault it was: with mails left to try, a later run will see. */
async function conclude(context: QueueContext, { breaker }: Standing, isEmpty: boolean): Promise<void> {
  if (isEmpty && !context.deadline.drain.aborted) await record(context, breaker.conclude());
  for (const sent of breaker.doubted) tell(context, sent, 'returned');
  const fault = breaker.takeFault();
  if (fault !== undefined) context.failed(fault);
}
