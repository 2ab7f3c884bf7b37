import type { KindId } from '../../config/index.js';
import { statement, type Database } from '../../database/index.js';

const selectCounts = statement(
  'planning.planned-counts',
  `SELECT (SELECT COUNT(*) FROM {messages} m WHERE m.kind = :kind AND m.slot = :slot) AS planned,
            (SELECT COUNT(*) FROM {planned_events} p WHERE p.kind = :kind AND p.state = 'waiting') AS waiting,
            (SELECT COUNT(*) FROM {planned_events} p WHERE p.kind = :kind AND p.slot = :slot AND p.state = 'skipped') AS expired`,
  { numbers: ['planned', 'waiting', 'expired'] },
);

export const plannedCountStatements = [selectCounts];

export interface PlannedCounts {
  readonly planned: number;
  /** Events that wait for a guardian. */
  readonly waiting: number;
  /** Events that left the window in this slot without a recipient. */
  readonly expired: number;
}

export async function plannedCounts(database: Database, kind: KindId, slot: string): Promise<PlannedCounts> {
  const [row] = await database.query<PlannedCounts>(selectCounts, { kind, slot });
  return row!;
}
