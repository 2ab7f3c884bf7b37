import { statement, type Database } from '../database/index.js';
import { bounded } from './bounded.js';

export interface RunIdentity {
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly host: string;
  readonly version: string;
}

export interface RunOutcome {
  readonly finishedAt: string;
  readonly exitCode: number;
  /** The error that decided the exit code, if one did. */
  readonly errorCode: string | null;
  readonly errorText: string | null;
  /** Kinds that an error kept from being planned or sent. */
  readonly brokenKinds: readonly string[];
  readonly planned: number;
  readonly sent: number;
  readonly deferred: number;
  readonly failed: number;
  readonly unknown: number;
  readonly skipped: number;
}

const countNames = ['exitCode', 'planned', 'sent', 'deferred', 'failed', 'unknown', 'skipped'];
const insertRow = statement(
  'outbox.insert-run',
  `INSERT INTO {runs} (run_id, started_at, host, version, finished_at, exit_code, error_code, error_text, broken_kinds,
       planned, sent, deferred, failed, unknown, skipped)
     VALUES (:id, :startedAt, :host, :version, :finishedAt, :exitCode, :errorCode, :errorText, :brokenKinds,
       :planned, :sent, :deferred, :failed, :unknown, :skipped)`,
  { integers: countNames },
);
const updateRow = statement(
  'outbox.finish-run',
  `UPDATE {runs} SET finished_at = :finishedAt, exit_code = :exitCode, error_code = :errorCode, error_text = :errorText,
       broken_kinds = :brokenKinds, planned = :planned, sent = :sent, deferred = :deferred, failed = :failed,
       unknown = :unknown, skipped = :skipped
     WHERE started_at = :startedAt AND run_id = :id`,
  { integers: countNames },
);

export const recordRunStatements = [insertRow, updateRow];

/** The `error_code` of a run that has not ended: it is going on, or its process was ended from outside. */
export const unfinished = 'RUN_UNFINISHED';

/** Records that a run has begun. Until it records its outcome, its row says that it has not ended. */
export async function startRun(database: Database, run: RunIdentity): Promise<void> {
  await insertRun(database, run, {
    finishedAt: run.startedAt,
    exitCode: 1,
    errorCode: unfinished,
    errorText: null,
    brokenKinds: [],
    planned: 0,
    sent: 0,
    deferred: 0,
    failed: 0,
    unknown: 0,
    skipped: 0,
  });
}

/** Records how a run ended. @param hasStarted false if `startRun` was not called; then one statement is enough */
export async function recordRun(
  database: Database,
  run: RunIdentity,
  outcome: RunOutcome,
  { hasStarted = false } = {},
): Promise<void> {
  if (!hasStarted) return insertRun(database, run, outcome);
  const bindings = { id: run.id, startedAt: run.startedAt, ...outcomeBindings(outcome) };
  const changed = await database.execute(updateRow, bindings);
  if (changed === 0) await insertRun(database, run, outcome);
}

async function insertRun(database: Database, run: RunIdentity, outcome: RunOutcome): Promise<void> {
  await database.execute(insertRow, {
    ...run,
    host: bounded('host', run.host),
    version: bounded('version', run.version),
    ...outcomeBindings(outcome),
  });
}

function outcomeBindings({ errorCode, errorText, brokenKinds, ...counts }: RunOutcome) {
  return {
    ...counts,
    errorCode: errorCode === null ? null : bounded('errorCode', errorCode),
    errorText: errorText === null ? null : bounded('errorText', errorText),
    brokenKinds: bounded('brokenKinds', brokenKinds.join(', ')),
  };
}
