import { stripVTControlCharacters } from 'node:util';
import { bin, start, type Finished } from './command.js';

export interface TerminalOptions {
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly columns?: number;
}

/** Whether `script` of util-linux is there, which gives a command a pseudo-terminal. */
export const hasTerminal = process.platform === 'linux';

/** Runs the command in a pseudo-terminal; what it wrote, to stdout and stderr, comes as stdout. */
export async function inTerminal(
  args: readonly string[],
  { cwd, env = {}, columns = 120 }: TerminalOptions,
): Promise<Finished> {
  const line = [process.execPath, bin, ...args].map((word) => `'${word}'`).join(' ');
  const finished = await start('script', ['-qec', `stty cols ${columns}; ${line}`, '/dev/null'], {
    cwd,
    env: { TERM: 'xterm', NO_COLOR: '', ...env },
  });
  return { ...finished, stdout: finished.stdout.replaceAll('\r\n', '\n') };
}

/** What a person reads on the screen. */
export function screen({ stdout }: Finished): string {
  return stripVTControlCharacters(stdout);
}
