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

/** Records the reported issues. Returns the reason for each, by name; issues already reported today are left out. */
export async function recordReports(
  transaction: Database,
  reports: readonly IssueReport[],
  today: Day,
): Promise<Map<string, ReportReason>> {
  const reasons = new Map<string, ReportReason>();
  for (const { name, content } of reports) {
    const fingerprint = createHash('sha256').update(content).digest('hex');
    const [previous] = await transaction.query<{ fingerprint: string; reportedOn: Day }>(selectReport, { name });
    if (previous?.fingerprint === fingerprint && previous.reportedOn === today) continue;
    await transaction.execute(previous === undefined ? insertReport : updateReport, { name, fingerprint, today });
    reasons.set(name, previous === undefined ? 'first' : previous.fingerprint === fingerprint ? 'daily' : 'changed');
  }
  return reasons;
}
