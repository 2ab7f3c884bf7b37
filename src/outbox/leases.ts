import { statement, type Database } from '../database/index.js';

/** SQL: a message of {messages} is claimed or being sent, by a run that goes on or has ended. */
export const leasedSql = "state IN ('claimed', 'sending')";

const selectLeases = statement(
  'outbox.list-leases',
  `SELECT lease_owner AS token, state AS state, COUNT(*) AS messages, MAX(lease_until) AS "until"
     FROM {messages} WHERE ${leasedSql} AND lease_owner IS NOT NULL GROUP BY lease_owner, state`,
  { numbers: ['messages'] },
);

export const leaseStatements = [selectLeases];

interface LeaseRow {
  readonly token: string;
  readonly state: 'claimed' | 'sending';
  readonly messages: number;
  readonly until: string;
}

/** How long leases last after each renewal. */
export interface LeaseLengths {
  readonly claimLeaseMs: number;
  readonly sendingLeaseMs: number;
}

/** The messages that a run holds. */
export interface RunLease {
  readonly owner: string;
  readonly messages: number;
  /** When the last of its leases ends. */
  readonly until: Date;
  /** When it last claimed a message or renewed its leases, if they have these lengths. */
  readonly renewedAt: Date;
}

/** Lists the runs that hold messages. */
export async function listRunLeases(
  database: Database,
  { claimLeaseMs, sendingLeaseMs }: LeaseLengths,
): Promise<RunLease[]> {
  const leases = new Map<string, RunLease>();
  for (const { token, state, messages, until } of await database.query<LeaseRow>(selectLeases)) {
    const owner = token.split(':')[0]!;
    const known = leases.get(owner);
    const end = new Date(until);
    const renewedAt = new Date(end.getTime() - (state === 'sending' ? sendingLeaseMs : claimLeaseMs));
    leases.set(owner, {
      owner,
      messages: messages + (known?.messages ?? 0),
      until: latest(end, known?.until),
      renewedAt: latest(renewedAt, known?.renewedAt),
    });
  }
  return [...leases.values()];
}

function latest(time: Date, other = time): Date {
  return time > other ? time : other;
}
