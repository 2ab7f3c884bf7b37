import { Chalk, supportsColor, supportsColorStderr, type ColorSupportLevel } from 'chalk';
import type { Colours } from './colours.js';

export const terminalColours: Colours = new Chalk({ level: colorLevel(process.env) });
export const isStderrColoured = supportsColorStderr !== false;

/** Adds NO_COLOR, which chalk does not support. FORCE_COLOR takes precedence over it, as in Node. */
function colorLevel({ NO_COLOR = '', FORCE_COLOR = '' }: NodeJS.ProcessEnv): ColorSupportLevel {
  const isDisabled = NO_COLOR !== '' && FORCE_COLOR === '';
  return isDisabled || supportsColor === false ? 0 : supportsColor.level;
}
