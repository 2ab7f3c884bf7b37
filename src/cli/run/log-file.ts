import { appendFileSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { LogFileConfig } from '../../config/index.js';
import { NotifyError, reasonOf } from '../../errors/index.js';

/**
 * A file that runs append lines to. Each call of `appendLine` is one write at the end of the file, so lines of
 * concurrent runs do not mix. A file that cannot be written must not stop mails: the first error is kept in `error`, and nothing
 * more is written.
 */
export class LogFile {
  error: NotifyError | undefined;

  constructor(private readonly config: LogFileConfig) {
    this.keepFirstError(() => {
      this.rotate();
    });
  }

  /** Appends text, each line with the time and the process id. */
  appendLine(text: string): void {
    const stamp = `${new Date().toISOString()} [${process.pid}] `;
    this.keepFirstError(() => {
      appendFileSync(
        this.config.file,
        text
          .split('\n')
          .map((line) => `${stamp}${line}\n`)
          .join(''),
      );
    });
  }

  /** Renames a file of at least `maxBytes` to `.1`, `.1` to `.2` and so on, and deletes the last one. */
  private rotate(): void {
    const { file, maxBytes, keep } = this.config;
    mkdirSync(dirname(file), { recursive: true });
    if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) < maxBytes) return;
    rmSync(`${file}.${keep}`, { force: true });
    for (let number = keep - 1; number >= 0; number -= 1) {
      renameIfPossible(number === 0 ? file : `${file}.${number}`, `${file}.${number + 1}`);
    }
  }

  private keepFirstError(work: () => void): void {
    if (this.error !== undefined) return;
    try {
      work();
    } catch (error) {
      const args = { file: this.config.file, reason: reasonOf(error) };
      this.error = new NotifyError('LOG_UNWRITABLE', args, { cause: error });
    }
  }
}

/**
 * Renames a file. It ignores that another run has just renamed the file or, on Windows, has it open: the next run will
 * rename it.
 */
function renameIfPossible(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (!['ENOENT', 'EBUSY', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}
