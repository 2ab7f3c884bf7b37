import { statement, type Database, type Dialect, type Statement } from '../../database/index.js';
import { addDays, localDay } from '../../schedule/index.js';
import { isInTime, usableRows } from '../../source/index.js';
import { advanceTrackedSince, type ActivationPlan, type Plan } from '../../outbox/index.js';
import { fingerprint } from './fingerprint.js';

const columns = 'absence_id, person, client_id, absence_type, date_from, date_to';
const listed = (alias: string) =>
  columns
    .split(', ')
    .map((column) => `${alias}.${column}`)
    .join(', ');
const absences = (dialect: Dialect, where?: string) => usableRows('source_absences', dialect, where);

const forgetAll = statement('absences.forget-all', 'DELETE FROM {known_absences}');
const knowAll = (from: 'all' | 'registered-before') =>
  statement(
    `absences.know-${from}`,
    (dialect) => `INSERT INTO {known_absences} (${columns}, fingerprint)
     SELECT ${listed('a')}, ${fingerprint('a', dialect)}
     FROM ${absences(
       dialect,
       from === 'all'
         ? undefined
         : `(source_absences.registered_at IS NULL OR (${isInTime('source_absences.registered_at', { before: ':since' }, dialect)}))`,
     )} a
     WHERE a.date_to >= :horizon${dialect.recompile}`,
  );
const insertChanges = `INSERT INTO {absence_changes} (${columns}, change, previous_from, previous_to, previous_type, slot, detected_at)`;
const insertAdded = statement(
  'absences.insert-added',
  (
    dialect,
  ) => `${insertChanges} SELECT ${listed('a')}, 'added', NULL, NULL, NULL, :slot, :now FROM ${absences(dialect)} a
     WHERE a.date_to >= :horizon
     AND NOT EXISTS (SELECT 1 FROM {known_absences} k WHERE k.absence_id = a.absence_id)${dialect.recompile}`,
);
const insertChanged = statement(
  'absences.insert-changed',
  (dialect) => `${insertChanges} SELECT ${listed('a')}, 'changed', k.date_from, k.date_to, k.absence_type, :slot, :now
     FROM ${absences(dialect)} a JOIN {known_absences} k ON k.absence_id = a.absence_id
     WHERE k.fingerprint <> ${fingerprint('a', dialect)}`,
);
const insertRemoved = statement(
  'absences.insert-removed',
  `${insertChanges} SELECT ${listed('k')}, 'removed', NULL, NULL, NULL, :slot, :now FROM {known_absences} k
     WHERE k.date_to >= :today AND NOT EXISTS (SELECT 1 FROM {source_absences} a WHERE a.absence_id = k.absence_id)`,
);
const forgetChanged = statement(
  'absences.forget-changed',
  `DELETE FROM {known_absences} WHERE date_to <= :endedOn
     OR absence_id IN (SELECT c.absence_id FROM {absence_changes} c WHERE c.slot = :slot)`,
);
const knowChanged = statement(
  'absences.know-changed',
  (dialect) => `INSERT INTO {known_absences} (${columns}, fingerprint)
     SELECT ${listed('c')}, ${fingerprint('c', dialect)} FROM {absence_changes} c WHERE c.slot = :slot AND c.change <> 'removed'`,
);

export const detectStatements: Statement[] = [
  forgetAll,
  knowAll('all'),
  knowAll('registered-before'),
  insertAdded,
  insertChanged,
  insertRemoved,
  forgetChanged,
  knowChanged,
];

/** Absences that ended before this day are not tracked. */
function horizon({ windowStart, zone }: Pick<Plan, 'windowStart' | 'zone'>): string {
  return localDay(windowStart, zone);
}

/**
 * Records the absences that exist when the kind is enabled as known. With `since`, those registered later are new.
 * @returns how many are known
 */
export async function recordKnownAbsences(plan: ActivationPlan): Promise<number> {
  const { transaction, clock, since, now } = plan;
  await transaction.execute(forgetAll);
  return transaction.execute(knowAll(since === undefined ? 'all' : 'registered-before'), {
    horizon: horizon(plan),
    since: clock.toSource(since ?? now),
  });
}

/** Compares the source's absences with the known ones. Records what was added, changed and removed. */
export async function detectChanges(plan: Plan): Promise<void> {
  const { transaction, slot, now, today } = plan;
  const bindings = { slot, now: now.toISOString(), today, horizon: horizon(plan) };
  for (const insert of [insertAdded, insertChanged, insertRemoved]) await transaction.execute(insert, bindings);
  await keepKnown(transaction, slot, addDays(horizon(plan), -1));
  await advanceTrackedSince(transaction, plan.kind.id, plan.windowStart);
}

/** Updates the known absences from the changes just recorded: the source may have changed since. */
async function keepKnown(transaction: Database, slot: string, endedOn: string): Promise<void> {
  await transaction.execute(forgetChanged, { slot, endedOn });
  await transaction.execute(knowChanged, { slot });
}
