import Table from 'cli-table3';
import type { KindReport, RunReport } from '../../run/report.js';
import type { Style } from '../output.js';

type Count = 'planned' | 'sent' | 'deferred' | 'failed' | 'unknown' | 'pending';

const runCounts: readonly Count[] = ['planned', 'sent', 'deferred', 'failed', 'unknown', 'pending'];
/** A dry run sends nothing. */
const dryRunCounts: readonly Count[] = ['planned', 'pending'];

/**
 * One row per kind: whether it is due, in a dry run also when, the counts and the reasons for skipped messages. If the
 * table is wider than the terminal, one line per kind.
 */
export function kindTable(style: Style, { kinds, dryRun }: Pick<RunReport, 'kinds' | 'dryRun'>): string[] {
  const counts = dryRun ? dryRunCounts : runCounts;
  const columns = ['kind', 'due', ...(dryRun ? (['dueAt'] as const) : []), ...counts, 'skipped'] as const;
  const table = new Table({
    head: columns.map((column) => style.colours.bold(style.text(`run.column.${column}`))),
    colAligns: columns.map((column) => ((counts as readonly string[]).includes(column) ? 'right' : 'left')),
    style: { head: [], border: [], compact: true },
    chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
  });
  for (const kind of kinds) {
    table.push([
      kind.kind,
      dueText(style, kind),
      ...(dryRun ? [dueAtText(style, kind)] : []),
      ...counts.map((column) => String(kind[column])),
      skippedText(style, kind),
    ]);
  }
  return table.width > (style.width ?? Number.POSITIVE_INFINITY)
    ? kinds.map((kind) => kindLine(style, kind))
    : table.toString().split('\n');
}

function kindLine(style: Style, kind: KindReport): string {
  const texts = [
    ...runCounts.filter((column) => kind[column] > 0).map((column) => [column, String(kind[column])] as const),
    ...([['skipped', skippedText(style, kind)]] as const).filter(([, text]) => text !== ''),
  ];
  const due = [['due', dueText(style, kind)] as const, ['dueAt', dueAtText(style, kind)] as const];
  const labelled = [...(texts.length === 0 || kind.dueAt !== undefined ? due : []), ...texts]
    .filter(([, text]) => text !== '')
    .map(([column, text]) => `${style.text(`run.column.${column}`)} ${text}`);
  return `${style.colours.bold(kind.kind)}: ${labelled.join(', ')}`;
}

function dueText(style: Style, { due, closed, error, heldPlan }: KindReport): string {
  if (heldPlan !== undefined) return style.text('run.due.held');
  return style.text(`run.due.${error === undefined ? (closed ?? (due ? 'yes' : 'no')) : 'error'}`);
}

function dueAtText(style: Style, { dueAt }: KindReport): string {
  return dueAt === undefined ? '' : style.text('run.dueAt', { at: new Date(dueAt) });
}

function skippedText(style: Style, { skipped }: KindReport): string {
  const reasons = Object.keys(skipped) as (keyof typeof skipped)[];
  return reasons.map((reason) => `${skipped[reason]!} ${style.text(`skipped.${reason}`)}`).join(', ');
}
