import { kindIds, type Config, type KindConfig, type KindId } from '../config/index.js';
import type { Database } from '../database/index.js';
import { kinds } from '../notifications/index.js';
import { addressKey, kindStates, lastMessage, type LastMessage } from '../outbox/index.js';
import { findUsers, type GuardianRole, type UserRecord } from '../source/index.js';
import { planWithin } from './plan.js';
import { withRehearsal, type Rehearsal } from './rehearsal.js';
import { dueFrom, freshSlot } from './window.js';

/** Why a recipient does or does not get mails of a kind, and what became of the last one. */
export interface Explanation {
  readonly kind: KindId;
  /** `user:<id>`, `address:<address>`; absent when the address is nobody's. */
  readonly recipient?: string;
  readonly name?: string;
  readonly reason:
    | 'off' | 'unknown-address' | 'blocked' | 'bad-address' | 'no-guardian-role' | 'not-configured' | 'nothing-new' | 'not-due' | 'would-send';
  readonly role?: GuardianRole;
  /** When the schedule lets the mail go, ISO 8601 UTC; with `not-due`. */
  readonly until?: string;
  readonly last?: LastMessage;
}

/** Asks every kind about an address, in a transaction that is rolled back. */
export async function explain(config: Config, address: string, now?: Date): Promise<Explanation[]> {
  return withRehearsal(config, now === undefined ? {} : { now }, async (rehearsal) => {
    const users = await findUsers(rehearsal.transaction, address);
    const explanations: Explanation[] = [];
    for (const id of kindIds) {
      const kind = config.kinds.find((enabled) => enabled.id === id);
      if (kind === undefined) explanations.push({ kind: id, reason: 'off' });
      else explanations.push(...await explainKind(config, rehearsal, kind, address, users));
    }
    return explanations;
  });
}

async function explainKind(config: Config, rehearsal: Rehearsal, kind: KindConfig, address: string, users: readonly UserRecord[]): Promise<Explanation[]> {
  const { transaction } = rehearsal;
  const candidates = recipientsOf(config, kind, address, users);
  if (candidates.every(({ reason }) => reason !== undefined)) {
    return Promise.all(candidates.map(async (candidate) => withLast(transaction, { kind: kind.id, ...candidate } as Explanation)));
  }
  const before = await newestMessage(transaction);
  const due = await planNow(config, rehearsal, kind);
  const isDue = due?.getTime() === rehearsal.now.getTime();
  const explanations: Explanation[] = [];
  for (const candidate of candidates) {
    const planned = candidate.recipient === undefined ? undefined : await lastMessage(transaction, kind.id, candidate.recipient);
    const isNew = planned !== undefined && Number(planned.id) > before;
    const reason = candidate.reason ?? (isNew ? (isDue ? 'would-send' : 'not-due') : 'nothing-new');
    const until = reason === 'not-due' && due !== undefined ? { until: due.toISOString() } : {};
    if (isNew) await transaction.execute('DELETE FROM {messages} WHERE id = CAST(:id AS bigint)', { id: planned.id });
    explanations.push(await withLast(transaction, { ...candidate, kind: kind.id, reason, ...until }));
  }
  return explanations;
}

type Candidate = Partial<Explanation>;

/** Whom an address stands for with a kind, and what rules them out whatever happens. */
function recipientsOf({ fallbackRecipients }: Config, { id, recipients }: KindConfig, address: string, users: readonly UserRecord[]): Candidate[] {
  const { audience } = kinds[id];
  const wanted = addressKey(address);
  const isFallback = audience !== 'addresses' && audience !== 'users' && fallbackRecipients.some((other) => addressKey(other) === wanted);
  const configured = recipients.some((other) => addressKey(other) === wanted) || isFallback ? [{ recipient: wanted }] : [];
  if (audience === 'addresses') return configured.length > 0 ? configured : [{ reason: 'not-configured' }];
  const named = users.map((user): Candidate => {
    const who = { recipient: `user:${user.userId}`, name: user.name };
    if (user.isBlocked) return { ...who, reason: 'blocked' };
    if (!user.hasAddress) return { ...who, reason: 'bad-address' };
    return audience === 'users' || user.guards[audience] > 0 ? who : { ...who, reason: 'no-guardian-role', role: audience };
  });
  return [...named, ...configured].length > 0 ? [...named, ...configured] : [{ reason: 'unknown-address' }];
}

/** Plans the kind whatever its schedule says. @returns from when on the schedule would let a run plan it */
async function planNow(config: Config, { transaction, hours, now }: Rehearsal, kind: KindConfig): Promise<Date | undefined> {
  const state = (await kindStates(transaction)).get(kind.id) ?? {};
  await planWithin(transaction, config, kind, now, freshSlot);
  return dueFrom(kind, hours.get(kind.id)!, state, now, config.office.timeZone);
}

async function newestMessage(transaction: Database): Promise<number> {
  const [row] = await transaction.query<{ newest: number | string | null }>('SELECT MAX(id) AS newest FROM {messages}');
  return Number(row?.newest ?? 0);
}

async function withLast(transaction: Database, explanation: Explanation): Promise<Explanation> {
  if (explanation.recipient === undefined) return explanation;
  const last = await lastMessage(transaction, explanation.kind, explanation.recipient);
  return last === undefined ? explanation : { ...explanation, last };
}
