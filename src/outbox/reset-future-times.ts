import { statement, type Database, type Dialect, type Statement } from '../database/index.js';
import { leasedSql } from './leases.js';
import { longestDelay, longestRest } from './retry-policy.js';

const minute = 60_000;
const hour = 3_600_000;
/** Clocks that are synchronised differ by less. */
const margin = hour;

/** A column with times that runs compare with the present time. */
interface Place {
  readonly name: string;
  readonly table: string;
  readonly column: string;
  /** SQL: a condition on the rows whose time is compared. */
  readonly of?: string | ((dialect: Dialect) => string);
  /** How far in the future a run writes it at most: milliseconds, or a parameter with them. */
  readonly longest: number | ':leaseMs';
  /** SQL that resets the time; or `delete` for a row that only records what has happened. */
  readonly reset: ((dialect: Dialect) => string) | 'delete';
}

const toNow =
  (column: string) =>
  ({ now }: Dialect) =>
    `${column} = ${now()}`;

const places: readonly Place[] = [
  {
    name: 'message-leases',
    table: 'messages',
    column: 'lease_until',
    of: leasedSql,
    longest: ':leaseMs',
    // A run that goes on renews it.
    reset: ({ now }) => `lease_until = ${now(':leaseMs')}`,
  },
  {
    name: 'attempts',
    table: 'messages',
    column: 'next_attempt_at',
    of: "state = 'deferred'",
    longest: longestDelay,
    reset: toNow('next_attempt_at'),
  },
  {
    name: 'refusals',
    table: 'messages',
    column: 'first_refusal_at',
    of: "state = 'deferred'",
    longest: 0,
    reset: toNow('first_refusal_at'),
  },
  {
    name: 'rests',
    table: 'mail_accounts',
    column: 'rests_until',
    longest: longestRest,
    reset: () => 'rests_until = NULL',
  },
  {
    name: 'suspicions',
    table: 'mail_accounts',
    column: 'suspected_since',
    longest: 0,
    reset: toNow('suspected_since'),
  },
  { name: 'account-refusals', table: 'mail_accounts', column: 'refused_at', longest: 0, reset: toNow('refused_at') },
  {
    name: 'connection-limits',
    table: 'mail_accounts',
    column: 'connections_until',
    longest: hour,
    reset: () => 'connections_until = NULL',
  },
  {
    name: 'connection-leases',
    table: 'account_connections',
    column: 'lease_until',
    longest: minute,
    // A run that goes on renews it.
    reset: ({ now }) => `lease_until = ${now(minute)}`,
  },
  { name: 'quotas', table: 'account_usage', column: 'started_at', longest: 0, reset: 'delete' },
  {
    name: 'activations',
    table: 'activations',
    column: 'tracked_since',
    // What is no time stays as it is: it stops the kind until somebody corrects it.
    of: ({ isTime }) => `ended_at IS NULL AND ${isTime('tracked_since')}`,
    longest: 0,
    // Nobody knows when the clock was corrected, and an earlier time could send mails twice.
    reset: toNow('tracked_since'),
  },
  { name: 'alerts', table: 'alerts', column: 'sent_at', longest: 0, reset: 'delete' },
];

function isInFuture({ column, of = '1 = 1', longest }: Place, dialect: Dialect): string {
  const latest = longest === ':leaseMs' ? dialect.now(':longestMs') : dialect.now(longest + margin);
  return `${typeof of === 'string' ? of : of(dialect)} AND ${column} > ${latest}`;
}

const countFutureTimes = statement(
  'outbox.count-future-times',
  (dialect) =>
    places
      .map((place) => `SELECT COUNT(*) AS amount FROM {${place.table}} WHERE ${isInFuture(place, dialect)}`)
      .join('\n     UNION ALL '),
  { integers: ['longestMs'], numbers: ['amount'], readsPast: true },
);
const resetStatement = (place: Place) =>
  statement(
    `outbox.reset-future-${place.name}`,
    (dialect) =>
      place.reset === 'delete'
        ? `DELETE FROM {${place.table}} WHERE ${isInFuture(place, dialect)}`
        : `UPDATE {${place.table}} SET ${place.reset(dialect)} WHERE ${isInFuture(place, dialect)}`,
    { integers: place.longest === ':leaseMs' ? ['leaseMs', 'longestMs'] : [] },
  );

export const futureTimeStatements: Statement[] = [countFutureTimes, ...places.map(resetStatement)];

/**
 * Resets times that lie further in the future than any run writes them. They were recorded while the server's clock was
 * ahead, and would keep mails, accounts and alerts waiting for as long.
 * @param leaseMs the longest lease of a message
 * @returns how many rows had such a time
 */
export async function resetFutureTimes(database: Database, leaseMs: number): Promise<number> {
  const bindings = { leaseMs, longestMs: leaseMs + margin };
  const counts = await database.query<{ amount: number }>(countFutureTimes, bindings);
  const found = counts.reduce((sum, { amount }) => sum + amount, 0);
  if (found === 0) return 0;
  await database.transaction(async (transaction) => {
    for (const place of places) await transaction.execute(resetStatement(place), bindings);
  });
  return found;
}
