import { appendFileSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { LogFileConfig } from '../../config/index.js';
import { NotifyError, reasonOf } from '../../errors/index.js';

/**
 * A file that runs append lines to. Each line is one write at the end of the file, so those of runs side by side do
 * not mix. A file that cannot be written stops no mail: the first error is kept, and the rest left out.
 */
export class LogFile {
  error: NotifyError | undefined;

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
    if (this.error !== undefined) return;
    try {
      work();
    } catch (error) {
      const args = { file: this.config.file, reason: reasonOf(error) };
      this.error = new NotifyError('LOG_UNWRITABLE', args, { cause: error });
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
