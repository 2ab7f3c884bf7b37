import { statement, type Bindings, type Dialect, type Statement } from '../database/index.js';
import { isInTime, timeBound, usableRows } from '../source/index.js';
import type { Batch } from './kind.js';
import { maxSpans, type Span, type SummarySpans } from './summary-spans.js';

/** A user's approvals in a span. */
export interface Counted {
  readonly count: number;
  /** Of these, the ones since the recipient's last summary. */
  readonly fresh: number;
}

/** Which approvals to count, and which of them are fresh. */
export interface Selection {
  /** SQL: narrows the approvals, by columns of the view. */
  readonly where?: string;
  /** SQL: joins on the approvals `a`. */
  readonly join?: string;
  /** SQL: since when an approval is fresh, in the source's clock. */
  readonly freshSince: string;
}

type Row = { userId: string; span: number } & Counted;

/** Spans that a statement has parameters for. A summary needs few of them, unless there was an outage. */
const sizes = [24, maxSpans];

const spanRows = (count: number, dialect: Dialect) =>
  Array.from({ length: count }, (_, index) => {
    const [from, until] = [timeBound(`:from${index}`, dialect), timeBound(`:until${index}`, dialect)];
    return `SELECT ${index} AS number, ${from} AS starts_at, ${until} AS ends_at`;
  }).join(' UNION ALL ');

/** Declares statements that count approved invoices per user and span, one per number of spans. */
export function approvalsStatements(name: string, selection: Selection): Statement[] {
  return sizes.map((size) => approvalsStatement(name, size, selection));
}

function approvalsStatement(
  name: string,
  size: number,
  { where = '1 = 1', join = '', freshSince }: Selection,
): Statement {
  return statement(
    `${name}-${size}`,
    (dialect) =>
      `SELECT CAST(a.user_id AS nvarchar(20)) AS "userId", s.number AS span, COUNT(*) AS count,
       SUM(CASE WHEN a.occurred_at >= ${timeBound(freshSince, dialect)} THEN 1 ELSE 0 END) AS fresh
     FROM ${usableRows(
       'source_invoice_approvals',
       dialect,
       `${isInTime('source_invoice_approvals.occurred_at', { from: ':first', before: ':last' }, dialect)} AND (${where})`,
     )} a
     JOIN (${spanRows(size, dialect)}) s ON a.occurred_at >= s.starts_at AND a.occurred_at < s.ends_at ${join}
     GROUP BY a.user_id, s.number${dialect.recompile}`,
    { numbers: ['span', 'count', 'fresh'] },
  );
}

/**
 * Counts approved invoices on the database server, in one query.
 * @param statements made by `approvalsStatements`
 * @returns by user id, one entry per span, in their order
 */
export async function countApprovals(
  { database }: Batch,
  spans: readonly Span[],
  statements: readonly Statement[],
  bindings: Bindings,
): Promise<Map<string, readonly Counted[]>> {
  const first = spans.map(({ from }) => from).sort()[0]!;
  const last = spans
    .map(({ until }) => until)
    .sort()
    .at(-1)!;
  const fitting = sizes.findIndex((size) => size >= spans.length);
  const bounds = Array.from({ length: sizes[fitting]! }, (_, index) => {
    // A span without a time counts nothing.
    const { from, until } = spans[index] ?? { from: first, until: first };
    return { [`from${index}`]: from, [`until${index}`]: until };
  });
  const rows = await database.query<Row>(
    statements[fitting]!,
    Object.assign({ first, last, ...bindings }, ...bounds) as Bindings,
  );
  const byUser = new Map<string, Counted[]>();
  for (const { userId, span, count, fresh } of rows) {
    const counted = byUser.get(userId) ?? noApprovals(spans);
    counted[span] = { count, fresh };
    byUser.set(userId, counted);
  }
  return byUser;
}

/** The entry of a user who approved nothing. */
export function noApprovals(spans: readonly Span[]): Counted[] {
  return spans.map(() => ({ count: 0, fresh: 0 }));
}

/** A user's approvals in one of the spans. */
export function countedIn(spans: SummarySpans, counts: readonly Counted[], span: Span): Counted {
  return counts[spans.all.indexOf(span)]!;
}

/** Adds up the entries of several users. */
export function sumApprovals(spans: readonly Span[], users: readonly (readonly Counted[])[]): Counted[] {
  return spans.map((_, index) => ({
    count: users.reduce((sum, user) => sum + user[index]!.count, 0),
    fresh: users.reduce((sum, user) => sum + user[index]!.fresh, 0),
  }));
}
