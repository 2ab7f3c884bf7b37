import { spawn } from 'node:child_process';

export interface ProcessResult {
  /** Milliseconds from start to end. */
  readonly ms: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Text for stdin. */
  readonly input?: string;
  /** Expected exit code. Default: 0. */
  readonly expectedExitCode?: number;
}

/**
 * Runs a program until it ends.
 * @throws Error with the program's output if its exit code is not the expected one
 */
export function runToEnd(
  file: string,
  args: readonly string[],
  { cwd = process.cwd(), env = {}, input = '', expectedExitCode = 0 }: RunOptions = {},
): Promise<ProcessResult> {
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
      if (code === expectedExitCode) resolve({ ms, stdout: output.stdout, stderr: output.stderr });
      else
        reject(
          new Error(`${file} ${args.join(' ')} ended with ${code ?? 'a signal'}:\n${output.stderr}${output.stdout}`),
        );
    });
    // A program that ends without reading stdin is judged by its exit code.
    child.stdin.on('error', () => undefined).end(input);
  });
}
