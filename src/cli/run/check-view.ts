import { formatMessage } from '../../messages/index.js';
import type { Check } from '../../inspect/check.js';
import { errorLines } from '../print-error.js';
import type { Output } from '../output.js';

/** Prints one result of `run --check`. With `--quiet`, only if it is not ok. */
export function showCheck(output: Output, check: Check): void {
  if (output.json) output.printJson({ type: 'check', version: 1, ...checkObject(check) });
  else if (!output.quiet || check.state !== 'ok') for (const line of checkLines(output, check)) output.printLine(line);
}

function checkObject(check: Check): object {
  const { check: id, state } = check;
  return check.state === 'fault'
    ? { check: id, state, error: check.error }
    : { check: id, state, found: formatMessage(check.found, 'en'), args: check.found.args };
}

function checkLines(output: Output, check: Check): string[] {
  const name = output.text(`check.name.${check.check}`);
  if (check.state === 'fault') {
    const [what, ...more] = errorLines(output, check.error);
    return [what!.replace(' ', ` ${name}: `), ...more];
  }
  const mark = { ok: output.colours.green('✓'), warning: output.colours.yellow('!'), skipped: output.colours.dim('-') }[
    check.state
  ];
  return [`${mark} ${name}: ${output.formatMessage(check.found)}`];
}
