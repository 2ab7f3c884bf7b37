import { statement } from '../../database/index.js';
import { usableRows } from '../../source/index.js';
import {
  approvalsStatements,
  countApprovals,
  countedIn,
  noApprovals,
  sumApprovals,
  type Counted,
} from '../approvals.js';
import { groupBy, linksOf } from '../claimed-events.js';
import { dayCount, figuresOf } from '../figures.js';
import type { Batch } from '../kind.js';
import { summaryMessages, summaryMessageStatements, type SummaryMessage } from '../summary-messages.js';
import { listedDays, summarySpans, type Span, type SummarySpans } from '../summary-spans.js';
import type { OfficeActivityContent, OfficeFigures, OfficeTotals } from './content.js';
import { distinctNames, type User } from './distinct-names.js';

/** Users with a row of their own. */
const shownUsers = 60;
/** Users who approved nothing and are named. */
const shownIdle = 60;

interface Row {
  readonly user: string;
  /** False for a blocked user, and for one who is not in the view of users. */
  readonly isNamed: boolean;
  /** One entry per span. */
  readonly counts: readonly Counted[];
}

const selectUsers = statement(
  'office-activity.load-users',
  (dialect) =>
    `SELECT CAST(u.user_id AS nvarchar(20)) AS "userId", u.display_name AS name, u.email AS email, u.is_blocked AS "isBlocked"
     FROM ${usableRows('source_users', dialect)} u`,
  { numbers: ['isBlocked'] },
);
const countOfAll = approvalsStatements('office-activity.load-approvals', { freshSince: ':countedFrom' });

export const officeActivityStatements = [...summaryMessageStatements, selectUsers, ...countOfAll];

/**
 * One query per group of messages with the same last summary: one in all, unless an address was added or missed one.
 */
export async function loadOfficeActivity(batch: Batch): Promise<Map<string, OfficeActivityContent>> {
  const messages = await summaryMessages(batch);
  if (messages.length === 0) return new Map();
  const users = await batch.database.query<User>(selectUsers);
  const contents = new Map<string, OfficeActivityContent>();
  const groups = groupBy(messages, ({ day, until, countedFrom }) => `${day} ${until} ${countedFrom ?? ''}`);
  for (const group of groups.values()) {
    const content = await loadContent(batch, group[0]!, users);
    for (const { messageId } of group) contents.set(messageId, content);
  }
  return contents;
}

async function loadContent(
  batch: Batch,
  message: SummaryMessage,
  users: readonly User[],
): Promise<OfficeActivityContent> {
  const { day, until, previousDay, countedFrom } = message;
  const spans = summarySpans({ day, until, since: previousDay ?? day }, batch.clock, batch.zone);
  const counts = await countApprovals(batch, spans.all, countOfAll, { countedFrom });
  const rows = rowsOf(users, counts, spans);
  const figures = (counted: readonly Counted[]) => officeFigures(message, spans, counted);
  const usual = [spans.periods.week, spans.periods.month, ...spans.days.slice(-listedDays)];
  const hasRow = ({ counts: counted }: Row) =>
    usual.some((span) => countIn(spans, counted, span) > 0) || figures(counted).earlier.length > 0;
  const active = rows.filter(hasRow).sort(byActivity(spans));
  const idle = rows.filter((row) => row.isNamed && !hasRow(row)).map(({ user }) => user);
  const [shown, rest] = [active.slice(0, shownUsers), active.slice(shownUsers)];
  const total = sumApprovals(spans.all, [...counts.values()]);
  return {
    ...figuresOf(message, spans, total),
    rows: shown.map((row) => ({ user: row.user, ...figures(row.counts) })),
    more:
      rest.length === 0
        ? null
        : {
            users: rest.length,
            ...figures(
              sumApprovals(
                spans.all,
                rest.map((row) => row.counts),
              ),
            ),
          },
    total: totalsOf(spans, total),
    idle:
      idle.length === 0
        ? null
        : {
            names: idle.sort((a, b) => a.localeCompare(b, 'pl')).slice(0, shownIdle),
            more: Math.max(0, idle.length - shownIdle),
          },
    ...linksOf(batch.kind),
  };
}

function rowsOf(users: readonly User[], counts: ReadonlyMap<string, readonly Counted[]>, spans: SummarySpans): Row[] {
  const known = new Map(users.map((user) => [user.userId, user]));
  const names = distinctNames([...known.values()]);
  const strangers = [...counts.keys()].filter((userId) => !known.has(userId));
  return [...known.keys(), ...strangers].map((userId) => ({
    user: names.get(userId) ?? `#${userId}`,
    isNamed: known.has(userId) && known.get(userId)!.isBlocked !== 1,
    counts: counts.get(userId) ?? noApprovals(spans.all),
  }));
}

const countIn = (spans: SummarySpans, counts: readonly Counted[], span: Span) => countedIn(spans, counts, span).count;

/** Those with the most approvals on the reference day first, then in the week, then in the month. */
function byActivity(spans: SummarySpans): (a: Row, b: Row) => number {
  const { day, week, month } = spans.periods;
  return (a, b) =>
    [day, week, month]
      .map((span) => countIn(spans, b.counts, span) - countIn(spans, a.counts, span))
      .find((difference) => difference !== 0) ?? a.user.localeCompare(b.user, 'pl');
}

function officeFigures(message: SummaryMessage, spans: SummarySpans, counts: readonly Counted[]): OfficeFigures {
  return {
    ...totalsOf(spans, counts),
    earlier: spans.days
      .map((span) => dayCount(message, span.first, countedIn(spans, counts, span)))
      .filter((one) => one.isNew && one.day < message.day)
      .map(({ day: earlierDay, count, grown }) => {
        const isGrowth = earlierDay === message.previousDay;
        return { day: earlierDay, count: isGrowth ? grown : count, isGrowth };
      })
      .filter(({ count }) => count > 0),
  };
}

function totalsOf(spans: SummarySpans, counts: readonly Counted[]): OfficeTotals {
  const { day, week, month } = spans.periods;
  return {
    day: countIn(spans, counts, day),
    week: countIn(spans, counts, week),
    month: countIn(spans, counts, month),
  };
}
