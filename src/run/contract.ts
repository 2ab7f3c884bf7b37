import type { KindConfig } from '../config/index.js';
import type { Database } from '../database/index.js';
import { kinds } from '../notifications/index.js';
import {
  checkContract, guardianGaps, malformedRows, userGaps, type GuardianRole, type MalformedRow, type RecipientGap, type SourceClock,
} from '../source/index.js';

/** Checks the views that the given kinds read. @throws SourceContractError */
export async function checkViews(database: Database, configs: readonly KindConfig[]): Promise<void> {
  await checkContract(database, new Set(configs.flatMap(({ id }) => kinds[id].views)));
}

/** Whom the given kinds would mail and cannot. */
export async function recipientGaps(database: Database, configs: readonly KindConfig[]): Promise<RecipientGap[]> {
  const audiences = new Set(configs.map(({ id }) => kinds[id].audience));
  const roles = (['client', 'accounting', 'hr'] satisfies GuardianRole[]).filter((role) => audiences.has(role));
  const gaps: RecipientGap[] = [];
  for (const role of roles) gaps.push(...await guardianGaps(database, role));
  return audiences.has('users') ? [...gaps, ...await userGaps(database)] : gaps;
}

/** Rows of the kinds' views that cannot be used, each view and condition once. */
export async function malformedEvents(
  database: Database, windows: ReadonlyMap<KindConfig, Date>, clock: SourceClock,
): Promise<MalformedRow[]> {
  const rows: MalformedRow[] = [];
  for (const [{ id }, start] of windows) {
    const { events } = kinds[id];
    if (events !== undefined) rows.push(...await malformedRows(database, events.view, clock.toSource(start), events.where));
  }
  return rows;
}
