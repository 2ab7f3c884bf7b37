import { statement } from '../../database/index.js';
import type { Message } from '../../messages/index.js';
import type { Plan } from '../../outbox/index.js';

/** Fewer changes than this are no flood, whatever their share: few absences may all be cancelled at once. */
const leastChanges = 5;

const inSlot = 'SELECT COUNT(*) FROM {absence_changes} c WHERE c.slot = :slot AND c.change';
const countChanges = statement(
  'absences.count-changes',
  `SELECT (${inSlot} = 'removed') AS removed, (${inSlot} = 'changed') AS changed,
       (${inSlot} = 'added' AND c.date_to >= :today) AS added,
       (SELECT COUNT(*) FROM {known_absences} k WHERE k.date_to >= :today) AS known`,
  { numbers: ['removed', 'changed', 'added', 'known'] },
);

export const excessStatements = [countChanges];

/** More than half of the absences that were known are gone or changed: rather a fault of the view than of the staff. */
export async function findAbsencesExcess({ transaction, slot, today }: Plan): Promise<Message | undefined> {
  const rows = await transaction.query<Record<'removed' | 'changed' | 'added' | 'known', number>>(countChanges, {
    slot,
    today,
  });
  const { removed, changed, added, known } = rows[0]!;
  const before = known + removed - added;
  return removed + changed >= leastChanges && removed + changed > before / 2
    ? { code: 'excess.absences', args: { removed, changed, known: before } }
    : undefined;
}
