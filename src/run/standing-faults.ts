import type { Database } from '../database/index.js';
import type { Message } from '../messages/index.js';
import { noteNotices, type News } from '../outbox/index.js';
import type { Day } from '../schedule/index.js';
import type { MalformedRow, RecipientGap } from '../source/index.js';

/** Faults of the source's data that each run meets until somebody mends them. */
export interface StandingFaults {
  readonly gaps: readonly RecipientGap[];
  readonly malformed: readonly MalformedRow[];
  /** Why some of them are told now, by the names below; the others were told today as they are. */
  readonly news: Readonly<Record<string, News>>;
}

export const noFaults: StandingFaults = { gaps: [], malformed: [], news: {} };

/** Says of what a run found which of it is to be told now, and remembers that it is. */
export async function withNews(
  transaction: Database, gaps: readonly RecipientGap[], malformed: readonly MalformedRow[], today: Day,
): Promise<StandingFaults> {
  const contents = new Map<string, string[]>();
  const add = (name: string, fault: object) => contents.set(name, [...contents.get(name) ?? [], JSON.stringify(fault)]);
  for (const gap of gaps) add(gapName(gap), gap);
  for (const row of malformed) add(malformedName(row), row);
  const notices = [...contents].map(([name, content]) => ({ name, content: content.join('\n') }));
  return { gaps, malformed, news: Object.fromEntries(await noteNotices(transaction, notices, today)) };
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
