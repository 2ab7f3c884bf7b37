import { Writable } from 'node:stream';

/**
 * On Windows stdout and stderr of a process whose handles are closed cannot even be opened. A run must send mails all
 * the same, so what is written to them is dropped.
 */
export function replaceClosedStreams(): void {
  for (const name of ['stdout', 'stderr'] as const) {
    try {
      process[name].listenerCount('error');
    } catch {
      Object.defineProperty(process, name, { value: new Writable({ write: dropOutput }) });
    }
  }
}

function dropOutput(_data: unknown, _encoding: BufferEncoding, done: () => void): void {
  done();
}
