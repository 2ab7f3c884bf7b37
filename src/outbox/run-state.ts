import type { KindConfig, KindId } from '../config/index.js';
import { statement, type Database, type Statement } from '../database/index.js';
import { omitUndefined } from '../omit-undefined.js';
import { heldSql, dueSql } from './counts.js';
import { leasedSql } from './leases.js';
import { stateRows, statesFrom, type KindState, type StateRow } from './planning/activations.js';
import { staleSql } from './recover.js';
import { suspectedSql } from './suspected.js';

/** The state that a run finds when it begins. */
export interface RunState {
  /** Version of the state tables; NULL if none is recorded. */
  readonly version: number | null;
  /** The database server's clock. */
  readonly now: Date;
  readonly states: ReadonlyMap<KindId, KindState>;
  /** Whether any message is due, was left by a dead run, or waits for an operator or for a suspected account. */
  readonly hasMessages: boolean;
  /** Whether any message is held by another run, which may have been killed. */
  readonly hasLeases: boolean;
  /** Whether an earlier run has met a fault that has not ended. */
  readonly hasStandingFaults: boolean;
}

interface NumberRow {
  readonly what: 'version' | 'messages' | 'leases' | 'faults';
  readonly kind: '';
  readonly at: string;
  readonly amount: number | null;
}

type Row = StateRow | NumberRow;

const selectRunState = (kinds: readonly KindConfig[], time: 'server' | 'given') =>
  statement(
    `outbox.run-state-${time}-time`,
    (dialect) => {
      const clock = dialect.now();
      const count = (what: string, where: string) =>
        `SELECT '${what}', '', ${clock}, COUNT(*) FROM {messages} WHERE ${where}`;
      const messages = (where: string) => count('messages', where);
      return `${stateRows}
     UNION ALL SELECT 'version', '', ${clock}, MAX(version) FROM {migrations}
     UNION ALL ${messages(dueSql(time === 'server' ? clock : ':now'))}
     UNION ALL ${messages(staleSql(dialect, kinds))}
     UNION ALL ${messages(heldSql(kinds))}
     UNION ALL ${messages(suspectedSql)}
     UNION ALL ${count('leases', leasedSql)}
     UNION ALL SELECT 'faults', '', ${clock}, COUNT(*) FROM {standing_faults}`;
    },
    { numbers: ['amount'], readsPast: true },
  );

export const runStateStatements = (kinds: readonly KindConfig[]): Statement[] => [
  selectRunState(kinds, 'server'),
  selectRunState(kinds, 'given'),
];

/**
 * Loads everything that a run with nothing to do needs, in one statement: each statement is a round trip.
 * @param now replaces the server's clock for retries that are due
 * @throws what the driver throws if the state tables do not exist
 */
export async function loadRunState(
  database: Database,
  kinds: readonly KindConfig[],
  now: Date | undefined,
): Promise<RunState> {
  const rows = await database.query<Row>(
    selectRunState(kinds, now === undefined ? 'server' : 'given'),
    omitUndefined({ now: now?.toISOString() }),
  );
  const version = rows.find((row): row is NumberRow => row.what === 'version')!;
  return {
    version: version.amount,
    now: new Date(version.at),
    states: statesFrom(rows.filter((row): row is StateRow => row.kind !== '')),
    hasMessages: rows.some((row) => row.what === 'messages' && row.amount! > 0),
    hasStandingFaults: rows.some((row) => row.what === 'faults' && row.amount! > 0),
    hasLeases: rows.some((row) => row.what === 'leases' && row.amount! > 0),
  };
}
