import type { KindId } from '../config/index.js';
import type { Database } from '../database/index.js';
import type { Message } from '../messages/index.js';
import { reasonsToReport, type IssueReport, type ReportReason } from '../outbox/index.js';
import type { Day } from '../schedule/index.js';
import type { MalformedRow, RecipientGap } from '../source/index.js';

const maxShownIds = 5;

/** Issues in the source's data. Each run finds them until somebody corrects the data. */
export interface DataIssues {
  readonly gaps: readonly RecipientGap[];
  readonly malformedRows: readonly MalformedRow[];
  /** Why an issue is reported now, by its name. Issues already reported today, unchanged, are left out. */
  readonly reportReasons: Readonly<Record<string, ReportReason>>;
}

export const noDataIssues: DataIssues = { gaps: [], malformedRows: [], reportReasons: {} };

/** Adds the reasons to report issues now. @param today in the office's time zone */
export async function withReportReasons(
  database: Database,
  gaps: readonly RecipientGap[],
  malformedRows: readonly MalformedRow[],
  today: Day,
): Promise<DataIssues> {
  const reasons = await reasonsToReport(database, issueReports({ gaps, malformedRows }), today);
  return { gaps, malformedRows, reportReasons: Object.fromEntries(reasons) };
}

/** What is recorded of data issues when they are reported. */
export function issueReports({ gaps, malformedRows }: Pick<DataIssues, 'gaps' | 'malformedRows'>): IssueReport[] {
  const contents = new Map<string, string[]>();
  const addContent = (name: string, issue: object) =>
    contents.set(name, [...(contents.get(name) ?? []), JSON.stringify(issue)]);
  for (const gap of gaps) addContent(gapName(gap), gap);
  for (const row of malformedRows) addContent(malformedName(row), row);
  return [...contents].map(([name, content]) => ({ name, content: content.join('\n') }));
}

/** Name of a gap in `reportReasons`. */
export function gapName({ reason, role }: RecipientGap): string {
  return `gap ${role ?? 'user'} ${reason}`;
}

/** Name of a malformed row in `reportReasons`: one for all rows of a view. */
export function malformedName({ view }: MalformedRow): string {
  return `malformed ${view}`;
}

/** The text about a gap. */
export function gapMessage({ reason, role, count, names }: RecipientGap): Message {
  const args = { count, names: joinExamples(names, count) };
  if (role !== undefined) return { code: `run.gap.${reason}`, args: { ...args, role: { code: `role.${role}` } } };
  return { code: reason === 'no-address' ? 'run.gap.user-without-address' : `run.gap.${reason}`, args };
}

/** The text about events that wait until their client has a guardian; none if there are none. */
export function waitingMessage(kind: KindId, count: number): Message[] {
  return count === 0 ? [] : [{ code: 'run.waiting', args: { kind, count } }];
}

/** The text about events that a kind found when it was switched on; none if there are none. */
export function rememberedMessage(kind: KindId, count = 0): Message[] {
  return count === 0 ? [] : [{ code: 'run.remembered', args: { kind, count } }];
}

/** One message for all rows of a view that have the same fault in the same columns; with the value of the first. */
export function malformedMessages(rows: readonly MalformedRow[]): Message[] {
  const groups = new Map<string, { first: MalformedRow; ids: string[] }>();
  for (const row of rows) {
    const name = `${row.view} ${row.effect} ${row.columns}`;
    const group = groups.get(name) ?? { first: row, ids: [] };
    group.ids.push(row.id);
    groups.set(name, group);
  }
  return [...groups.values()].map(({ first: { view, columns, effect, found, expected }, ids }) => ({
    code: `run.malformed.${effect}`,
    args: {
      view,
      columns,
      count: ids.length,
      ids: joinExamples(ids.slice(0, maxShownIds), ids.length),
      found,
      expected,
    },
  }));
}

/** Joins examples with commas, and an ellipsis if there are more. @param count how many there are in total */
export function joinExamples(examples: readonly string[], count: number): string {
  return `${examples.join(', ')}${count > examples.length ? ', …' : ''}`;
}
