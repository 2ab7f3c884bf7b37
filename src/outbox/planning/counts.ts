import type { KindId } from '../../config/index.js';
import type { Database } from '../../database/index.js';

export interface PlannedCounts {
  readonly planned: number;
  /** Events that wait for a guardian. */
  readonly waiting: number;
}

export async function plannedCounts(database: Database, kind: KindId, slot: string): Promise<PlannedCounts> {
  const [row] = await database.query<{ planned: number; waiting: number }>(
    `SELECT (SELECT COUNT(*) FROM {messages} m WHERE m.kind = :kind AND m.slot = :slot) AS planned,
            (SELECT COUNT(*) FROM {planned_events} p WHERE p.kind = :kind AND p.state = 'waiting') AS waiting`, { kind, slot });
  return { planned: row!.planned, waiting: row!.waiting };
}
