import { Chalk, supportsColor, supportsColorStderr, type ColorSupportLevel } from 'chalk';
import type { Colours } from './colours.js';

export const terminalColours: Colours = new Chalk({ level: colorLevel(process.env) });
export const isStderrColoured = supportsColorStderr !== false;

/** chalk knows FORCE_COLOR and `--no-color`, but not NO_COLOR, which the former outdoes as in Node itself. */
function colorLevel({ NO_COLOR = '', FORCE_COLOR = '' }: NodeJS.ProcessEnv): ColorSupportLevel {
  const isUnwanted = NO_COLOR !== '' && FORCE_COLOR === '';
  return isUnwanted || supportsColor === false ? 0 : supportsColor.level;
}
