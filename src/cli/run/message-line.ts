import { visibleText } from '../../messages/index.js';
import type { MessageEvent } from '../../outbox/index.js';
import { colouredState } from '../message-state.js';
import type { Style } from '../output.js';

/** One line for one message: its state, and the first line of the server's reply or the reason. */
export function messageLine(style: Style, { id, kind, address, state, detail }: MessageEvent): string {
  const reply = detail === '' ? '' : `: ${visibleText(detail.split('\n')[0]!)}`;
  return `${style.colours.dim(`#${id}`)} ${kind} ${visibleText(address ?? '-')} ${colouredState(style, state)}${reply}`;
}
