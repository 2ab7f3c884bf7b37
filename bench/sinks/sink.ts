import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { programPath } from '../paths.js';

/** A running SMTP server that discards mails. */
export interface Sink {
  readonly name: string;
  readonly port: number;
  stop(): Promise<void>;
}

const folders = ['/usr/sbin', '/usr/libexec/postfix', '/usr/lib/postfix'];

/** Path of a Postfix tool. Undefined if it is not installed. */
export function findPostfixTool(name: 'smtp-sink' | 'smtp-source'): string | undefined {
  return folders.map((folder) => `${folder}/${name}`).find((file) => existsSync(file));
}

/** Starts Postfix's smtp-sink if it is installed, otherwise our own. */
export async function startSink(): Promise<Sink> {
  const file = findPostfixTool('smtp-sink');
  if (file === undefined) return startRawSink();
  const port = await findFreePort();
  const user = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];
  const child = spawn(file, [...user, `127.0.0.1:${port}`, '512'], { stdio: 'ignore' });
  await waitForPort(port);
  return { name: 'smtp-sink', port, stop: () => stopProcess(child) };
}

/** Starts our own sink, which can refuse single recipients. */
export async function startRawSink(): Promise<Sink> {
  const child = spawn(process.execPath, [programPath('sinks', 'raw-sink.js')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { name: 'raw sink', port: Number(line.toString()), stop: () => stopProcess(child) };
}

async function stopProcess(child: ChildProcess): Promise<void> {
  child.kill();
  await once(child, 'exit');
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function waitForPort(port: number): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const socket = connect(port, '127.0.0.1');
    const connected = await Promise.race([
      once(socket, 'connect').then(() => true),
      once(socket, 'error').then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (connected) return;
    await wait(50);
  }
  throw new Error(`nothing answers on port ${port}`);
}
