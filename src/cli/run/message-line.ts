import type { MessageEvent, MessageState } from '../../outbox/index.js';
import type { Colours } from '../colours.js';
import type { Style } from '../output.js';

const stateColours: Readonly<Record<MessageState, keyof Colours>> = {
  queued: 'cyan',
  claimed: 'cyan',
  sending: 'cyan',
  sent: 'green',
  deferred: 'yellow',
  failed: 'red',
  unknown: 'red',
  skipped: 'dim',
};

/** One line for one message: its state, and the first line of the server's reply or the reason. */
export function messageLine(style: Style, { id, kind, address, state, detail }: MessageEvent): string {
  const reply = detail === '' ? '' : `: ${detail.split('\n')[0]!}`;
  const stateText = style.colours[stateColours[state]](style.text(`state.${state}`));
  return `${style.colours.dim(`#${id}`)} ${kind} ${address ?? '-'} ${stateText}${reply}`;
}
