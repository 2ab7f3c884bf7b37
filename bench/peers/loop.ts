import { readFileSync } from 'node:fs';

/** A mail as `preview --format json` prints it. */
export interface RenderedLine {
  readonly kind: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly content: object;
}

export interface LoopArguments {
  readonly mails: readonly RenderedLine[];
  readonly port: number;
  readonly connections: number;
}

/** Parses the command line of a peer: the file of mails, the sink's port and the number of connections. */
export function parseLoopArguments(
  [file, port, connections]: readonly string[] = process.argv.slice(2),
): LoopArguments {
  const lines = readFileSync(file!, 'utf8').trim().split('\n');
  return {
    mails: lines.map((line) => JSON.parse(line) as RenderedLine),
    port: Number(port),
    connections: Number(connections),
  };
}

/**
 * Sends every mail and prints the milliseconds it took, without loading the program and the mails. Two mails per
 * connection are in progress at once, so that no connection is idle.
 */
export async function timeLoop<Mail>(
  mails: readonly Mail[],
  connections: number,
  send: (mail: Mail) => Promise<unknown>,
): Promise<void> {
  const queue = mails.values();
  const start = performance.now();
  await Promise.all(
    Array.from({ length: 2 * connections }, async () => {
      for (const mail of queue) await send(mail);
    }),
  );
  process.stdout.write(`${performance.now() - start}\n`);
}
