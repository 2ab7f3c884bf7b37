import { visibleText } from '../messages/index.js';
import type { MessageState } from '../outbox/index.js';
import type { Colours } from './colours.js';
import type { Style } from './output.js';

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

/** The state of a message in words and in its colour. */
export function colouredState(style: Style, state: MessageState): string {
  // Another program may have written an unknown state.
  if (!Object.hasOwn(stateColours, state)) return visibleText(state);
  return style.colours[stateColours[state]](style.text(`state.${state}`));
}
