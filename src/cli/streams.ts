import { fstatSync, writeSync } from 'node:fs';

type Name = 'stdout' | 'stderr';

const descriptors = { stdout: 1, stderr: 2 } as const;
const opened = new Map<Name, NodeJS.WriteStream>();

/**
 * Node takes 6 ms to open a stream, so a file or a pipe is written to without one, as long as it takes what it gets.
 * Who reads no further has seen enough: `… | head` is no failure, and a full disk under a redirected output stops no mail.
 */
export function write(name: Name, data: string | Uint8Array): void {
  const rest =
    terminal(name) === undefined && !opened.has(name) ? writeNow(descriptors[name], Buffer.from(data)) : data;
  if (rest.length > 0) open(name).write(rest);
}

/** Node's stream, where it leads to a terminal. */
export function terminal(name: Name): NodeJS.WriteStream | undefined {
  if (!fstatSync(descriptors[name]).isCharacterDevice()) return undefined;
  const stream = open(name);
  return stream.isTTY ? stream : undefined;
}

/** @returns what is left of the data, for a pipe that is full */
function writeNow(descriptor: number, data: Buffer): Buffer {
  let rest = data;
  try {
    while (rest.length > 0) rest = rest.subarray(writeSync(descriptor, rest));
    return rest;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EAGAIN' ? rest : Buffer.alloc(0);
  }
}

function open(name: Name): NodeJS.WriteStream {
  const stream = opened.get(name) ?? process[name].on('error', () => undefined);
  opened.set(name, stream);
  return stream;
}
