import type { MessageEvent } from '../run/report.js';
import type { Style } from './output.js';

/** What became of one message. */
export function messageLine(style: Style, { id, kind, address, state, detail }: MessageEvent): string {
  const { chalk } = style;
  const colour = { planned: chalk.cyan, sent: chalk.green, deferred: chalk.yellow, skipped: chalk.dim, returned: chalk.yellow, failed: chalk.red, unknown: chalk.red }[state];
  return `${chalk.dim(`#${id}`)} ${kind} ${address ?? '-'} ${colour(style.text(`state.${state}`))}${detail === '' ? '' : `: ${detail.split('\n')[0]!}`}`;
}
