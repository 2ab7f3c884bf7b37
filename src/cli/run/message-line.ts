import type { MessageEvent } from '../../outbox/index.js';
import type { Style } from '../output.js';

/** What became of one message. */
export function messageLine(style: Style, { id, kind, address, state, detail }: MessageEvent): string {
  const { colours } = style;
  const colour = {
    planned: colours.cyan,
    sent: colours.green,
    deferred: colours.yellow,
    skipped: colours.dim,
    returned: colours.yellow,
    failed: colours.red,
    unknown: colours.red,
  }[state];
  return `${colours.dim(`#${id}`)} ${kind} ${address ?? '-'} ${colour(style.text(`state.${state}`))}${detail === '' ? '' : `: ${detail.split('\n')[0]!}`}`;
}
