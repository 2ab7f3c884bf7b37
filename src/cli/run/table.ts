import Table from 'cli-table3';
import type { KindReport } from '../../run/report.js';
import type { Style } from '../output.js';

const counts = ['planned', 'sent', 'deferred', 'failed', 'unknown', 'pending'] as const;

/**
 * One row per kind: whether it is due, the counts and the reasons for skipped messages. If the table is wider than the
 * terminal, one line per kind.
 */
export function kindTable(style: Style, kinds: readonly KindReport[]): string[] {
  const table = new Table({
    head: ['kind', 'due', ...counts, 'skipped'].map((column) =>
      style.colours.bold(style.text(`run.column.${column as 'kind'}`)),
    ),
    colAligns: ['left', 'left', ...counts.map(() => 'right' as const), 'left'],
    style: { head: [], border: [], compact: true },
    chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
  });
  for (const kind of kinds) {
    table.push([
      kind.kind,
      dueText(style, kind),
      ...counts.map((column) => String(kind[column])),
      skippedText(style, kind),
    ]);
  }
  return table.width > (style.width ?? Number.POSITIVE_INFINITY)
    ? kinds.map((kind) => kindLine(style, kind))
    : table.toString().split('\n');
}

function kindLine(style: Style, kind: KindReport): string {
  const countTexts = counts
    .filter((column) => kind[column] > 0)
    .map((column) => `${style.text(`run.column.${column}`)} ${kind[column]}`);
  const skipped = skippedText(style, kind);
  const parts = [...countTexts, ...(skipped === '' ? [] : [`${style.text('run.column.skipped')} ${skipped}`])];
  return `${style.colours.bold(kind.kind)}: ${parts.length === 0 ? dueText(style, kind) : parts.join(', ')}`;
}

function dueText(style: Style, { due, closed, error, heldPlan }: KindReport): string {
  if (heldPlan !== undefined) return style.text('run.due.held');
  return style.text(`run.due.${error === undefined ? (closed ?? (due ? 'yes' : 'no')) : 'error'}`);
}

function skippedText(style: Style, { skipped }: KindReport): string {
  const reasons = Object.keys(skipped) as (keyof typeof skipped)[];
  return reasons.map((reason) => `${skipped[reason]!} ${style.text(`skipped.${reason}`)}`).join(', ');
}
