import { spawn } from 'node:child_process';

export interface Finished {
  /** Milliseconds from start to end. */
  readonly ms: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** What it reads. */
  readonly input?: string;
  /** The exit code of success. */
  readonly expected?: number;
}

/**
 * Runs a program to its end.
 * @throws Error with what it printed, when it fails
 */
export function runToEnd(
  file: string,
  args: readonly string[],
  { cwd = process.cwd(), env = {}, input = '', expected = 0 }: RunOptions = {},
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(file, args, { cwd, env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'pipe'] });
    const output: Record<'stdout' | 'stderr', string> = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const)
      child[name].setEncoding('utf8').on('data', (text: string) => {
        output[name] += text;
      });
    child.on('error', reject);
    child.on('close', (code) => {
      const ms = performance.now() - start;
      if (code === expected) resolve({ ms, stdout: output.stdout, stderr: output.stderr });
      else
        reject(
          new Error(`${file} ${args.join(' ')} ended with ${code ?? 'a signal'}:\n${output.stderr}${output.stdout}`),
        );
    });
    // Who ends without reading has an exit code that says more.
    child.stdin.on('error', () => undefined).end(input);
  });
}
