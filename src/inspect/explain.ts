import type { Config, KindConfig, KindId } from '../config/index.js';
import { affectsAllKinds, type Database } from '../database/index.js';
import { asKindError, NotifyError } from '../errors/index.js';
import { omitUndefined } from '../omit-undefined.js';
import { kindIds, viewsOf, viewsReadBy } from '../notifications/index.js';
import {
  addressKey,
  deleteMessage,
  hadDeputies,
  kindStates,
  lastMessage,
  newestMessageId,
  type LastMessage,
} from '../outbox/index.js';
import { localDay, type ClosedReason } from '../schedule/index.js';
import { findFailingView, findUsers, isAddress, similarNames } from '../source/index.js';
import { planInTransaction } from '../planning/plan-kind.js';
import { findDeputyFacts } from './explain-deputies.js';
import { findCandidates, type Candidate, type Exclusion, type Subject } from './find-candidates.js';
import { withDryRunSession, type DryRun, type DryRunSession } from './dry-run-session.js';
import { SendingTimes } from './sending-times.js';
import { adHocSlot, awaitsSince, nextDueTime } from '../planning/due.js';

/** Why a recipient gets mails of a kind or not, and the outcome of the last one. */
export interface Explanation extends Omit<Candidate, 'reason'> {
  readonly kind: KindId;
  readonly reason:
    | Exclusion
    | 'off'
    | 'broken'
    | 'not-begun'
    | 'nothing-new'
    | 'deputy-instead'
    | 'not-due'
    | 'plan-held'
    | ClosedReason
    | 'account-waits'
    | 'would-send';
  /** Why the kind cannot be planned. Only with `broken`. */
  readonly error?: NotifyError;
  /**
   * When the mail may be sent, ISO 8601 UTC. With `not-due`, `account-waits` and the reasons for closed hours. With
   * `not-begun`, the kind's `since`.
   */
  readonly until?: string;
  readonly last?: LastMessage;
  /** Number of events that existed when the kind was switched on, and are not mailed. Only before its first mail. */
  readonly remembered?: number;
}

/**
 * Explains every kind for an address, a user's name or a user's id. All changes are rolled back.
 * @throws NotifyError NOBODY_FOUND
 */
export async function explain(config: Config, who: string, now?: Date): Promise<Explanation[]> {
  return withDryRunSession(config, omitUndefined({ now }), async (session) => {
    const { broken, inTransaction } = session;
    const subject = await inTransaction(({ transaction }) => findSubject(transaction, config, who)).catch(
      async (error: unknown) => {
        if (error instanceof NotifyError) throw error;
        const { database } = session;
        throw broken?.error ?? (await findFailingView(database, ['source_users'], viewsReadBy(config.kinds), error));
      },
    );
    const times = await inTransaction(({ transaction, hours, now: at }) =>
      SendingTimes.load(transaction, config, hours, at),
    );
    const explanations: Explanation[] = [];
    for (const id of kindIds) {
      const kind = config.kinds.find((enabled) => enabled.id === id);
      if (kind === undefined) explanations.push({ kind: id, reason: 'off' });
      else if (broken?.kinds.has(id) === true) explanations.push({ kind: id, reason: 'broken', error: broken.error });
      else explanations.push(...(await explainInTransaction(config, session, times, kind, subject)));
    }
    return explanations;
  });
}

/** @throws NotifyError NOBODY_FOUND */
async function findSubject(transaction: Database, config: Config, who: string): Promise<Subject> {
  const users = await findUsers(transaction, who);
  const addresses = isAddress(who) ? [who] : users.filter(({ hasAddress }) => hasAddress).map(({ address }) => address);
  const subject = { users, addresses: [...new Set(addresses.map(addressKey))] };
  if (users.length === 0 && !isConfigured(config, subject.addresses))
    throw nobodyFoundError(who, await similarNames(transaction, who));
  return subject;
}

/** Explains one kind in a transaction of its own, so that the others can be explained if it fails. */
async function explainInTransaction(
  config: Config,
  { database, inTransaction }: DryRunSession,
  times: SendingTimes,
  kind: KindConfig,
  subject: Subject,
): Promise<Explanation[]> {
  try {
    return await inTransaction((dryRun) => explainKind(config, dryRun, times, kind, subject));
  } catch (error) {
    if (affectsAllKinds(database.dialect, error)) throw error;
    const found = await findFailingView(database, viewsOf(kind), viewsReadBy(config.kinds), error);
    return [{ kind: kind.id, reason: 'broken', error: asKindError('PLANNING_FAILED', kind.id, found) }];
  }
}

async function explainKind(
  config: Config,
  dryRun: DryRun,
  times: SendingTimes,
  kind: KindConfig,
  subject: Subject,
): Promise<Explanation[]> {
  const { transaction, now } = dryRun;
  const today = localDay(now, config.office.timeZone);
  const facts = await findDeputyFacts(transaction, kind, subject.users, today);
  const candidates = findCandidates(config, kind, subject, facts);
  const isPossible = candidates.some(({ reason }) => reason === undefined);
  const newestBefore = await newestMessageId(transaction);
  const plan = isPossible ? await planNow(config, dryRun, kind) : undefined;
  await times.wakeAccounts(transaction, kind);
  const explanations: Explanation[] = [];
  for (const candidate of candidates) {
    const newest =
      candidate.recipient === undefined ? undefined : await lastMessage(transaction, kind.id, candidate.recipient);
    const isNew = newest !== undefined && Number(newest.id) > newestBefore;
    // Without the message that was just planned, the one before it is the last. All of this is rolled back.
    if (isNew) await deleteMessage(transaction, newest.id);
    const last = isNew ? await lastMessage(transaction, kind.id, candidate.recipient!) : newest;
    const found =
      candidate.reason === undefined
        ? explainSending(dryRun, times, kind, isNew, last, plan)
        : { reason: candidate.reason };
    const isReplaced =
      found.reason === 'nothing-new' && kind.deputies === 'instead' && candidate.absent !== undefined
        ? await hadDeputies(transaction, kind.id, candidate.recipient!)
        : false;
    const explanation = isReplaced ? { reason: 'deputy-instead' as const } : found;
    const remembered = explanation.reason === 'nothing-new' && last === undefined ? plan?.remembered : undefined;
    explanations.push({ ...candidate, kind: kind.id, ...explanation, ...omitUndefined({ last, remembered }) });
  }
  return explanations;
}

function isConfigured({ kinds, fallbackRecipients }: Config, addresses: readonly string[]): boolean {
  const configured = [...fallbackRecipients, ...kinds.flatMap(({ recipients }) => recipients)].map(addressKey);
  return addresses.some((address) => configured.includes(address));
}

function nobodyFoundError(who: string, names: readonly string[]): NotifyError {
  const suggestion = names.join('", "');
  const meant = names.length === 0 ? '' : ({ code: 'command.meant', args: { suggestion } } as const);
  return new NotifyError('NOBODY_FOUND', { found: who, meant });
}

/** What planning a kind now would lead to. */
interface PlanNow {
  /** The kind's `since` if it has not come yet, so that nothing is planned; undefined otherwise. */
  readonly begins: Date | undefined;
  /** When a run would plan it, judged by its state before. */
  readonly due: Date | undefined;
  /** True if its plan is out of proportion. */
  readonly isHeld: boolean;
  /** Number of events that existed when it was switched on; undefined if there are none. */
  readonly remembered: number | undefined;
}

/** Plans the kind now, whatever its schedule. */
async function planNow(config: Config, { transaction, hours, now }: DryRun, kind: KindConfig): Promise<PlanNow> {
  const stateOf = async () => (await kindStates(transaction)).get(kind.id) ?? {};
  const state = await stateOf();
  const begins = awaitsSince(kind, state, now) ? new Date(kind.since!) : undefined;
  const planned = await planInTransaction(transaction, config, kind, now, adHocSlot);
  const due = nextDueTime(kind, hours.get(kind.id)!, state, now, config.office.timeZone);
  const { remembered = 0 } = state.trackedSince === undefined ? await stateOf() : state;
  return { begins, due, isHeld: planned?.excess !== undefined, remembered: remembered === 0 ? undefined : remembered };
}

/**
 * Explains what a run would do now for a possible recipient.
 * @param isNew true if planning now has made a message for the recipient
 */
function explainSending(
  { hours, now }: DryRun,
  times: SendingTimes,
  kind: KindConfig,
  isNew: boolean,
  last: LastMessage | undefined,
  { begins, due, isHeld }: Partial<PlanNow> = {},
): Pick<Explanation, 'reason' | 'until'> {
  const open = hours.get(kind.id)!;
  const closed = open.closed(now);
  const isWaiting = last !== undefined && ['queued', 'deferred'].includes(last.state);
  const untilField = (at: Date | undefined) => omitUndefined({ until: at?.toISOString() });
  if (begins !== undefined) return { reason: 'not-begun', ...untilField(begins) };
  if (closed !== undefined && (isNew || isWaiting))
    return { reason: closed, ...untilField(isNew ? due : open.nextOpen(now)) };
  const isQueued = last?.state === 'queued';
  if (!isNew && !isQueued) return { reason: 'nothing-new' };
  if (isNew && isHeld === true) return { reason: 'plan-held' };
  if (isNew && due?.getTime() !== now.getTime()) return { reason: 'not-due', ...untilField(due) };
  const leavesAt = times.next(kind, now);
  return leavesAt?.getTime() === now.getTime()
    ? { reason: 'would-send' }
    : { reason: 'account-waits', ...untilField(leavesAt) };
}
