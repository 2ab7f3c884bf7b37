import type { KindConfig } from '../config/index.js';
import type { Database } from '../database/index.js';
import { kindOf } from '../notifications/index.js';
import {
  checkContract,
  guardianGaps,
  malformedRows,
  userGaps,
  type GuardianRole,
  type LongColumn,
  type MalformedRow,
  type RecipientGap,
  type SourceClock,
  type ViewName,
} from '../source/index.js';

/** Checks the views that these kinds read. Returns text columns that are longer than the contract. @throws SourceContractError */
export async function checkViews(database: Database, configs: readonly KindConfig[]): Promise<LongColumn[]> {
  return checkContract(database, new Set(configs.flatMap(({ id }) => kindOf(id).views)));
}

/** Finds clients without a reachable guardian and users without an address, as far as these kinds need them. */
export async function findRecipientGaps(database: Database, configs: readonly KindConfig[]): Promise<RecipientGap[]> {
  const audiences = new Set(configs.map(({ id }) => kindOf(id).audience));
  const roles = (['client', 'accounting', 'hr'] satisfies GuardianRole[]).filter((role) => audiences.has(role));
  const gaps: RecipientGap[] = [];
  for (const role of roles) gaps.push(...(await guardianGaps(database, role)));
  return audiences.has('users') ? [...gaps, ...(await userGaps(database))] : gaps;
}

/**
 * Finds rows that break the contract in the views that these kinds read.
 * @param windows start of the event window of each kind
 */
export async function findMalformedRows(
  database: Database,
  windows: ReadonlyMap<KindConfig, Date>,
  clock: SourceClock,
): Promise<MalformedRow[]> {
  const starts = new Map<ViewName, Date>();
  for (const [{ id }, start] of windows) {
    for (const view of kindOf(id).views) {
      const known = starts.get(view);
      if (known === undefined || start < known) starts.set(view, start);
    }
  }
  const rows: MalformedRow[] = [];
  for (const [view, start] of starts) rows.push(...(await malformedRows(database, view, clock.toSource(start))));
  return rows;
}
