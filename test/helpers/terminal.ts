import { stripVTControlCharacters } from 'node:util';
import { bin, start, type CommandResult } from './command.js';

export interface TerminalOptions {
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly columns?: number;
}

/** True if `script` of util-linux is available, which gives a command a pseudo-terminal. */
export const hasTerminal = process.platform === 'linux';

/** Runs the command in a pseudo-terminal; `stdout` of the result also contains stderr. */
export async function inTerminal(
  args: readonly string[],
  { cwd, env = {}, columns = 120 }: TerminalOptions,
): Promise<CommandResult> {
  const line = [process.execPath, bin, ...args].map((word) => `'${word}'`).join(' ');
  const finished = await start('script', ['-qec', `stty cols ${columns}; ${line}`, '/dev/null'], {
    cwd,
    env: { TERM: 'xterm', NO_COLOR: '', ...env },
  });
  return { ...finished, stdout: finished.stdout.replaceAll('\r\n', '\n') };
}

/** The output without control characters. */
export function screenText({ stdout }: CommandResult): string {
  return stripVTControlCharacters(stdout);
}
