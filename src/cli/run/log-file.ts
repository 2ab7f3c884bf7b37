import { appendFileSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { LogFileConfig } from '../../config/index.js';
import { LogUnwritableError } from '../../errors/index.js';

/**
 * A file that runs append lines to. Each line is one write at the end of the file, so those of runs side by side do
 * not mix. A file that cannot be written stops no mail: the first fault is kept, and the rest left out.
 */
export class LogFile {
  fault: LogUnwritableError | undefined;

  constructor(private readonly config: LogFileConfig) {
    this.attempt(() => {
      this.rotate();
    });
  }

  line(text: string): void {
    const stamp = `${new Date().toISOString()} [${process.pid}] `;
    this.attempt(() => {
      appendFileSync(
        this.config.file,
        text
          .split('\n')
          .map((line) => `${stamp}${line}\n`)
          .join(''),
      );
    });
  }

  /** A file past its size becomes `.1`, that `.2`, and the last one goes. */
  private rotate(): void {
    const { file, maxBytes, keep } = this.config;
    mkdirSync(dirname(file), { recursive: true });
    if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) < maxBytes) return;
    rmSync(`${file}.${keep}`, { force: true });
    for (let number = keep - 1; number >= 0; number -= 1) {
      move(number === 0 ? file : `${file}.${number}`, `${file}.${number + 1}`);
    }
  }

  private attempt(work: () => void): void {
    if (this.fault !== undefined) return;
    try {
      work();
    } catch (error) {
      this.fault = new LogUnwritableError(this.config.file, error);
    }
  }
}

/** Another run may have moved it just now, or, on Windows, hold it open: it is moved by the next one. */
function move(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (!['ENOENT', 'EBUSY', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}
