import type { KindConfig } from '../config/index.js';
import type { Database } from '../database/index.js';
import { kindOf } from '../notifications/index.js';
import type { Day } from '../schedule/index.js';
import { deputyRelations, hasView, type DeputyRelation, type UserRecord } from '../source/index.js';

/** What the view of deputies says about a user today. */
export interface DeputyFacts {
  /** The last day of the user's absence, and the deputies. */
  readonly absent?: { readonly until: Day; readonly deputies: readonly Pick<DeputyRelation, 'deputyName' | 'state'>[] };
  /** The absent guardians whose deputy the user is. */
  readonly deputyFor?: readonly Pick<DeputyRelation, 'name' | 'until'>[];
}

/**
 * Finds what the view of deputies says about users, by their ids; nothing if the kind or the office has no deputies.
 */
export async function findDeputyFacts(
  database: Database,
  { id, deputies }: KindConfig,
  users: readonly UserRecord[],
  today: Day,
): Promise<Map<string, DeputyFacts>> {
  const { audience } = kindOf(id);
  const facts = new Map<string, DeputyFacts>();
  if (audience === 'addresses' || audience === 'users' || deputies === 'off') return facts;
  if (!(await hasView(database, 'source_deputies'))) return facts;
  for (const { userId } of users)
    facts.set(userId, factsOf(userId, await deputyRelations(database, userId, audience, today)));
  return facts;
}

function factsOf(user: string, relations: readonly DeputyRelation[]): DeputyFacts {
  const own = relations.filter(({ userId }) => userId === user);
  const others = relations.filter(({ userId, deputyId }) => deputyId === user && userId !== user);
  const until = own
    .map((relation) => relation.until)
    .sort()
    .at(-1);
  return {
    ...(until === undefined
      ? {}
      : { absent: { until, deputies: own.map(({ deputyName, state }) => ({ deputyName, state })) } }),
    ...(others.length === 0 ? {} : { deputyFor: others.map(({ name, until: end }) => ({ name, until: end })) }),
  };
}
