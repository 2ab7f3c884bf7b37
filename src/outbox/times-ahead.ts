import { statement, type Database, type Dialect, type Statement } from '../database/index.js';
import { leasedSql } from './leases.js';
import { longestDelay, longestRest } from './retry-policy.js';

const minute = 60_000;
const hour = 3_600_000;
/** Clocks are corrected by less every day. */
const margin = hour;

/** Rows whose time may have been written by a clock that was ahead. */
interface Place {
  readonly name: string;
  readonly table: string;
  readonly column: string;
  /** SQL: which rows have a time that matters. */
  readonly of?: string;
  /** How far ahead a right clock writes it: milliseconds, or a parameter of that. */
  readonly longest: number | ':leaseMs';
  /** SQL: what the time becomes, or `delete` if its row only says what has happened. */
  readonly mended: ((dialect: Dialect) => string) | 'delete';
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
    mended: ({ now }) => `lease_until = ${now(':leaseMs')}`,
  },
  {
    name: 'attempts',
    table: 'messages',
    column: 'next_attempt_at',
    of: "state = 'deferred'",
    longest: longestDelay,
    mended: toNow('next_attempt_at'),
  },
  {
    name: 'refusals',
    table: 'messages',
    column: 'first_refusal_at',
    of: "state = 'deferred'",
    longest: 0,
    mended: toNow('first_refusal_at'),
  },
  {
    name: 'rests',
    table: 'mail_accounts',
    column: 'rests_until',
    longest: longestRest,
    mended: () => 'rests_until = NULL',
  },
  {
    name: 'suspicions',
    table: 'mail_accounts',
    column: 'suspected_since',
    longest: 0,
    mended: toNow('suspected_since'),
  },
  { name: 'account-refusals', table: 'mail_accounts', column: 'refused_at', longest: 0, mended: toNow('refused_at') },
  {
    name: 'connection-limits',
    table: 'mail_accounts',
    column: 'connections_until',
    longest: hour,
    mended: () => 'connections_until = NULL',
  },
  {
    name: 'connection-leases',
    table: 'account_connections',
    column: 'lease_until',
    longest: minute,
    // A run that goes on renews it.
    mended: ({ now }) => `lease_until = ${now(minute)}`,
  },
  { name: 'quotas', table: 'account_usage', column: 'started_at', longest: 0, mended: 'delete' },
  {
    name: 'activations',
    table: 'activations',
    column: 'tracked_since',
    of: 'ended_at IS NULL',
    longest: 0,
    // When the clock was set right is not known. From an earlier time on, mails could be sent twice.

    mended: toNow('tracked_since'),
  },
  { name: 'alerts', table: 'alerts', column: 'sent_at', longest: 0, mended: 'delete' },
];

const isAhead = ({ column, of, longest }: Place, { now }: Dialect) =>
  `${of === undefined ? '' : `${of} AND `}${column} > ${longest === ':leaseMs' ? now(':longestMs') : now(longest + margin)}`;

const countAhead = statement(
  'times-ahead.count',
  (dialect) =>
    places
      .map((place) => `SELECT COUNT(*) AS ahead FROM {${place.table}} WHERE ${isAhead(place, dialect)}`)
      .join('\n     UNION ALL '),
  { integers: ['longestMs'], numbers: ['ahead'], readsPast: true },
);
const mend = (place: Place) =>
  statement(
    `times-ahead.${place.name}`,
    (dialect) =>
      place.mended === 'delete'
        ? `DELETE FROM {${place.table}} WHERE ${isAhead(place, dialect)}`
        : `UPDATE {${place.table}} SET ${place.mended(dialect)} WHERE ${isAhead(place, dialect)}`,
    { integers: place.longest === ':leaseMs' ? ['leaseMs', 'longestMs'] : [] },
  );

export const timesAheadStatements: Statement[] = [countAhead, ...places.map(mend)];

/**
 * Sets back times that lie further in the future than any run writes them: the server's clock was ahead once, and mails,
 * accounts and alerts would wait until it is that late.
 * @param leaseMs the longest lease of a message
 * @returns how many rows were ahead
 */
export async function mendTimesAhead(database: Database, leaseMs: number): Promise<number> {
  const bindings = { leaseMs, longestMs: leaseMs + margin };
  const rows = await database.query<{ ahead: number }>(countAhead, bindings);
  const ahead = rows.reduce((sum, row) => sum + row.ahead, 0);
  if (ahead === 0) return 0;
  await database.transaction(async (transaction) => {
    for (const place of places) await transaction.execute(mend(place), bindings);
  });
  return ahead;
}
