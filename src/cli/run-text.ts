import Table from 'cli-table3';
import type { Message } from '../messages/index.js';
import type { KindReport, MessageEvent, RunReport } from '../run/report.js';
import { errorLines } from './errors.js';
import type { Output } from './output.js';

const shownTroubles = 20;
const columns = ['kind', 'due', 'planned', 'sent', 'deferred', 'failed', 'unknown', 'skipped'] as const;

export function messageLine(output: Output, { id, kind, address, state, detail }: MessageEvent): string {
  const { chalk } = output;
  const colour = { planned: chalk.cyan, sent: chalk.green, deferred: chalk.yellow, skipped: chalk.dim, returned: chalk.yellow, failed: chalk.red, unknown: chalk.red }[state];
  return `${chalk.dim(`#${id}`)} ${kind} ${address ?? '-'} ${colour(output.text(`state.${state}`))}${detail === '' ? '' : `: ${detail.split('\n')[0]!}`}`;
}

/** The summary for people: a table, what stands in the way of mails, and what went wrong. */
export function summaryLines(output: Output, report: RunReport, troubles: readonly string[], isDemo: boolean): string[] {
  return [
    ...(report.dryRun ? [output.chalk.cyan(output.text('run.dryRun'))] : []),
    table(output, report.kinds),
    ...troubles.slice(0, shownTroubles),
    ...(troubles.length > shownTroubles ? [output.text('run.more', { count: troubles.length - shownTroubles })] : []),
    ...warnings(output, report),
    ...report.errors.flatMap((error) => errorLines(output, error)),
    ...(isDemo && report.exitCode === 0 ? demoHints(output, report) : []),
  ];
}

function table(output: Output, kinds: readonly KindReport[]): string {
  const rows = new Table({
    head: columns.map((column) => output.chalk.bold(output.text(`run.column.${column}`))),
    colAligns: ['left', 'left', ...Array.from({ length: 6 }, () => 'right' as const)],
    style: { head: [], border: [], compact: true },
    chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
  });
  for (const { kind, due, planned, sent, deferred, failed, unknown, skipped } of kinds) {
    rows.push([kind, output.text(due ? 'run.due.yes' : 'run.due.no'), planned, sent, deferred, failed, unknown, skippedText(output, skipped)].map(String));
  }
  return rows.toString();
}

function skippedText(output: Output, skipped: KindReport['skipped']): string {
  const parts = (Object.keys(skipped) as (keyof typeof skipped)[]).map((reason) => `${skipped[reason]!} ${output.text(`skipped.${reason}`)}`);
  return parts.length === 0 ? '0' : parts.join(', ');
}

function warnings(output: Output, { kinds, gaps, malformed, held, heldIds, databaseExposure }: RunReport): string[] {
  const lines = [
    ...(databaseExposure === undefined ? [] : [output.text(`run.databaseExposure.${databaseExposure}`)]),
    ...gaps.map((gap) => output.textOf(gapMessage(gap))),
    ...kinds.filter(({ waiting }) => waiting > 0).map(({ kind, waiting }) => output.text('run.waiting', { kind, count: waiting })),
    ...kinds.filter(({ expired }) => expired > 0).map(({ kind, expired }) => output.text('run.expired', { kind, count: expired })),
    ...malformed.map(({ view, id, columns: named }) => output.text('run.malformed', { view, id, columns: named })),
    ...(held > 0 ? [output.text('run.held', { count: held, ids: listed(heldIds.map((id) => `#${id}`), held) })] : []),
  ];
  return lines.map((line) => `${output.chalk.yellow('!')} ${line}`);
}

function gapMessage({ reason, role, count, names }: RunReport['gaps'][number]): Message {
  const args = { count, names: listed(names, count) };
  return role === undefined
    ? { code: 'run.gap.user-without-address', args }
    : { code: `run.gap.${reason}`, args: { ...args, role: { code: `role.${role}` } } };
}

/** The examples there are of so many. */
function listed(examples: readonly string[], count: number): string {
  return `${examples.join(', ')}${count > examples.length ? ', …' : ''}`;
}

function demoHints(output: Output, { kinds }: RunReport): string[] {
  const sent = kinds.reduce((sum, report) => sum + report.sent, 0);
  return [
    '',
    `${output.chalk.bold(output.text('run.demo.sent', { count: sent }))} ${output.text('run.demo.where')}`,
    `  ${output.text('run.demo.open')}`,
    `  mobevo-notify run --demo                 ${output.text('run.demo.again')}`,
    `  mobevo-notify preview --sample           ${output.text('run.demo.preview')}`,
    `  mobevo-demo/mobevo-notify.config.json    ${output.text('run.demo.config')}`,
  ];
}
