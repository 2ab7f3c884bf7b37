import { statement, type Database, type Statement } from '../database/index.js';
import type { Day } from '../schedule/index.js';
import { bounded } from './bounded.js';

/** A fault that every run meets until somebody removes its cause. */
export interface StandingFault {
  readonly name: string;
  readonly text: string;
  /** ISO 8601, UTC. */
  readonly since: string;
  readonly reportedOn: Day;
}

const selectFaults = statement(
  'outbox.select-standing-faults',
  `SELECT f.name AS name, f.error_text AS text, f.since AS since, CAST(f.reported_on AS nvarchar(10)) AS "reportedOn"
     FROM {standing_faults} f ORDER BY f.name`,
);
const insertFault = statement(
  'outbox.insert-standing-fault',
  `INSERT INTO {standing_faults} (name, error_text, since, reported_on) SELECT :name, :text, :now, :today
     WHERE NOT EXISTS (SELECT 1 FROM {standing_faults} WHERE name = :name)`,
);
const updateFault = statement(
  'outbox.update-standing-fault',
  'UPDATE {standing_faults} SET error_text = :text, reported_on = :today WHERE name = :name',
);
const deleteFault = statement('outbox.delete-standing-fault', 'DELETE FROM {standing_faults} WHERE name = :name');

export const standingFaultStatements: Statement[] = [selectFaults, insertFault, updateFault, deleteFault];

/** The faults that earlier runs met, and that have not ended. */
export async function standingFaults(database: Database): Promise<StandingFault[]> {
  return database.query<StandingFault>(selectFaults);
}

/** Records that these faults are reported today, and that others have ended. */
export async function recordStandingFaults(
  transaction: Database,
  reported: readonly Pick<StandingFault, 'name' | 'text'>[],
  ended: readonly string[],
  { now, today }: { readonly now: Date; readonly today: Day },
): Promise<void> {
  for (const { name, text } of reported) {
    const bindings = { name: faultName(name), text: bounded('errorText', text), today };
    const changed = await transaction.execute(updateFault, bindings);
    if (changed === 0) await transaction.execute(insertFault, { ...bindings, now: now.toISOString() });
  }
  for (const name of ended) await transaction.execute(deleteFault, { name });
}

/** A name as the table keeps it. */
export function faultName(name: string): string {
  return bounded('faultName', name);
}
