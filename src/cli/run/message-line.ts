import { visibleText } from '../../messages/index.js';
import type { MessageReport } from '../../outbox/index.js';
import { colouredState } from '../message-state.js';
import type { Style } from '../output.js';

/** One line for one message: its state, when it leaves, and the first line of the server's reply or the reason. */
export function messageLine(style: Style, { id, kind, address, state, detail, leavesAt }: MessageReport): string {
  const reply = detail === '' ? '' : `: ${visibleText(detail.split('\n')[0]!)}`;
  const leaves = leavesAt === undefined ? '' : `, ${style.text('run.leaves', { at: new Date(leavesAt) })}`;
  const message = `${style.colours.dim(`#${id}`)} ${kind} ${visibleText(address ?? '-')}`;
  return `${message} ${colouredState(style, state)}${leaves}${reply}`;
}
