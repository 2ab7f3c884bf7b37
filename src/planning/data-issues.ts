import type { Database } from '../database/index.js';
import type { Message } from '../messages/index.js';
import { recordReports, type ReportReason } from '../outbox/index.js';
import type { Day } from '../schedule/index.js';
import type { MalformedRow, RecipientGap } from '../source/index.js';

/** Faults of the source's data that each run meets until somebody mends them. */
export interface DataIssues {
  readonly gaps: readonly RecipientGap[];
  readonly malformedRows: readonly MalformedRow[];
  /** Why some of them are told now, by the names below; the others were told today as they are. */
  readonly reportReasons: Readonly<Record<string, ReportReason>>;
}

export const noDataIssues: DataIssues = { gaps: [], malformedRows: [], reportReasons: {} };

/** Says of what a run found which of it is to be told now, and remembers that it is. */
export async function withReportReasons(
  transaction: Database,
  gaps: readonly RecipientGap[],
  malformedRows: readonly MalformedRow[],
  today: Day,
): Promise<DataIssues> {
  const contents = new Map<string, string[]>();
  const add = (name: string, fault: object) =>
    contents.set(name, [...(contents.get(name) ?? []), JSON.stringify(fault)]);
  for (const gap of gaps) add(gapName(gap), gap);
  for (const row of malformedRows) add(malformedName(row), row);
  const reports = [...contents].map(([name, content]) => ({ name, content: content.join('\n') }));
  return { gaps, malformedRows, reportReasons: Object.fromEntries(await recordReports(transaction, reports, today)) };
}

export function gapName({ reason, role }: RecipientGap): string {
  return `gap ${role ?? 'user'} ${reason}`;
}

export function malformedName({ view }: MalformedRow): string {
  return `malformed ${view}`;
}

/** A gap in words. */
export function gapMessage({ reason, role, count, names }: RecipientGap): Message {
  const args = { count, names: listed(names, count) };
  return role === undefined
    ? { code: 'run.gap.user-without-address', args }
    : { code: `run.gap.${reason}`, args: { ...args, role: { code: `role.${role}` } } };
}

/** The examples there are of so many. */
export function listed(examples: readonly string[], count: number): string {
  return `${examples.join(', ')}${count > examples.length ? ', …' : ''}`;
}
