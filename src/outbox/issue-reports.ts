import { createHash } from 'node:crypto';
import { statement, type Database } from '../database/index.js';
import type { Day } from '../schedule/index.js';

const selectReport = statement(
  'outbox.select-report',
  'SELECT fingerprint, CAST(reported_on AS nvarchar(10)) AS "reportedOn" FROM {issue_reports} WHERE name = :name',
);
const insertReport = statement(
  'outbox.insert-report',
  'INSERT INTO {issue_reports} (name, fingerprint, reported_on) VALUES (:name, :fingerprint, :today)',
);
const updateReport = statement(
  'outbox.update-report',
  'UPDATE {issue_reports} SET fingerprint = :fingerprint, reported_on = :today WHERE name = :name',
);

export const reportStatements = [selectReport, insertReport, updateReport];

/** Why a known issue is reported now: it is new, it has changed, or today it was not reported yet. */
export type ReportReason = 'first' | 'changed' | 'daily';

export interface IssueReport {
  readonly name: string;
  /** Everything known about the issue. If it changes, the issue is reported again. */
  readonly content: string;
}

/** The reason to report each issue now, by name; issues already reported today are left out. */
export async function reasonsToReport(
  database: Database,
  reports: readonly IssueReport[],
  today: Day,
): Promise<Map<string, ReportReason>> {
  const reasons = new Map<string, ReportReason>();
  for (const { name, content } of reports) {
    const fingerprint = fingerprintOf(content);
    const [previous] = await database.query<{ fingerprint: string; reportedOn: Day }>(selectReport, { name });
    if (previous?.fingerprint === fingerprint && previous.reportedOn === today) continue;
    reasons.set(name, previous === undefined ? 'first' : previous.fingerprint === fingerprint ? 'daily' : 'changed');
  }
  return reasons;
}

/** Records that these issues are reported. A run does so at its end: one that broke off has reported nothing. */
export async function recordReports(transaction: Database, reports: readonly IssueReport[], today: Day): Promise<void> {
  for (const { name, content } of reports) {
    const bindings = { name, fingerprint: fingerprintOf(content), today };
    const changed = await transaction.execute(updateReport, bindings);
    if (changed === 0) await transaction.execute(insertReport, bindings);
  }
}

function fingerprintOf(content: string): string {
  return createHash('sha256').update(content).digest('hex');
}
