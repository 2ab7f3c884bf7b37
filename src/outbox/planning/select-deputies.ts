import type { KindId } from '../../config/index.js';
import { statement, type Database, type Statement } from '../../database/index.js';
import { absentUsers, activeDeputies, hasView, isReachable, usableCopies, usableRows } from '../../source/index.js';
import { inSlot, slotEvents, type EventSource } from './event-source.js';
import type { Plan } from './plan.js';

/** How many deputies who are absent themselves are followed, one after another. */
const maxAbsentDeputies = 5;

const insertInto = 'INSERT INTO {planned_deputies} (kind, slot, deputy_id, user_id, until_date)';
const ofSlot = 'kind = :kind AND slot = :slot';

const insertDeputies = (source: EventSource) =>
  statement(`planning.insert-deputies-${source.view}-${source.role}`, (dialect) => {
    const guardians = `(SELECT DISTINCT g.client_id, g.user_id FROM ${usableCopies('source_guardians', dialect)} g WHERE g.role = :role)`;
    return `${insertInto}
     SELECT :kind, :slot, d.deputy_id, d.user_id, d.until_date FROM ${activeDeputies(dialect)} d
     WHERE d.user_id IN (SELECT g.user_id ${slotEvents(source, guardians, dialect)} WHERE ${inSlot})`;
  });
const insertNextDeputies = statement(
  'planning.insert-next-deputies',
  (dialect) => `${insertInto}
     SELECT :kind, :slot, d.deputy_id, p.user_id,
       MAX(CASE WHEN d.until_date < p.until_date THEN d.until_date ELSE p.until_date END)
     FROM {planned_deputies} p JOIN ${activeDeputies(dialect)} d ON d.user_id = p.deputy_id
     WHERE p.kind = :kind AND p.slot = :slot AND d.deputy_id <> p.user_id
       AND NOT EXISTS (SELECT 1 FROM {planned_deputies} k
         WHERE k.kind = :kind AND k.slot = :slot AND k.deputy_id = d.deputy_id AND k.user_id = p.user_id)
     GROUP BY d.deputy_id, p.user_id`,
);
const deleteUnusable = statement(
  'planning.delete-unusable-deputies',
  (dialect) => `DELETE FROM {planned_deputies} WHERE ${ofSlot}
     AND (deputy_id IN (SELECT d.user_id FROM ${absentUsers(dialect)} d)
       OR deputy_id NOT IN (SELECT u.user_id FROM ${usableRows('source_users', dialect)} u WHERE ${isReachable('u', dialect)}))`,
);

const countInLastSlot = statement(
  'planning.count-deputies',
  `SELECT COUNT(*) AS count FROM {slots} s JOIN {planned_deputies} p ON p.kind = s.kind AND p.slot = s.slot
     WHERE s.kind = :kind AND CONCAT('user:', p.user_id) = :recipient`,
  { numbers: ['count'] },
);

export const nextDeputyStatements = [insertNextDeputies, deleteUnusable, countInLastSlot];
export const deputyStatements = (source: EventSource): Statement[] => [insertDeputies(source)];

/**
 * Records who is the deputy of which absent guardian of a client with events in this slot. The deputies of a deputy who
 * is absent take that place; then those who are absent, blocked or without an address are left out. Does nothing if
 * the office has no view of deputies.
 */
export async function selectDeputies({ transaction, kind, slot, today }: Plan, source: EventSource): Promise<void> {
  if (kind.deputies === 'off' || !(await hasView(transaction, 'source_deputies'))) return;
  const bindings = { kind: kind.id, slot, today };
  let found = await transaction.execute(insertDeputies(source), { ...bindings, role: source.role });
  if (found === 0) return;
  for (let left = maxAbsentDeputies; left > 0 && found > 0; left -= 1)
    found = await transaction.execute(insertNextDeputies, bindings);
  await transaction.execute(deleteUnusable, bindings);
}

/** Whether deputies of a recipient got events in the kind's last slot. @param recipient key of the recipient */
export async function hadDeputies(database: Database, kind: KindId, recipient: string): Promise<boolean> {
  const [row] = await database.query<{ count: number }>(countInLastSlot, { kind, recipient });
  return row!.count > 0;
}
