import { statement, type Database } from '../database/index.js';

export interface RunRecord {
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly host: string;
  readonly version: string;
  readonly exitCode: number;
  readonly planned: number;
  readonly sent: number;
  readonly deferred: number;
  readonly failed: number;
  readonly unknown: number;
  readonly skipped: number;
}

const insertRun = statement(
  'outbox.insert-run',
  `INSERT INTO {runs} (started_at, finished_at, host, version, exit_code, planned, sent, deferred, failed, unknown, skipped)
     VALUES (:startedAt, :finishedAt, :host, :version, :exitCode, :planned, :sent, :deferred, :failed, :unknown, :skipped)`,
  { integers: ['exitCode', 'planned', 'sent', 'deferred', 'failed', 'unknown', 'skipped'] },
);

export const recordRunStatements = [insertRun];

export async function recordRun(database: Database, run: RunRecord): Promise<void> {
  await database.execute(insertRun, { ...run });
}
