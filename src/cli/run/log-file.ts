import { appendFileSync, closeSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { LogFileConfig } from '../../config/index.js';
import { fileReasonOf, NotifyError } from '../../errors/index.js';
import { giveToOwnerOf, makeFolder } from '../../folder-owner.js';
import { refuseForeignLink } from '../../foreign-link.js';
import { openLog } from '../../open-log.js';
import { retryWhileHeldSync } from '../../retry-while-held.js';
import { rotateLogs } from './rotate-logs.js';

/**
 * A file that runs append lines to. Each call of `appendLine` is one write at the end of the file, so lines of
 * concurrent runs do not mix. A file that cannot be written must not stop mails: the first error is kept in `error`,
 * and nothing more is written. A file that cannot be rotated is still written.
 */
export class LogFile {
  error: NotifyError | undefined;
  /** Why the file was not rotated. */
  warning: NotifyError | undefined;

  constructor(private readonly config: LogFileConfig) {
    const { file, maxBytes, keep } = config;
    this.keepFirstError(() => {
      makeFolder(dirname(file));
      refuseForeignLink(dirname(file));
      if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) < maxBytes) return;
      try {
        rotateLogs(file, keep);
      } catch (error) {
        this.warning = new NotifyError('LOG_NOT_ROTATED', { file, reason: fileReasonOf(error) }, { cause: error });
      }
    });
  }

  /** Appends text, each line with the time and the process id. */
  appendLine(text: string): void {
    const stamp = `${new Date().toISOString()} [${process.pid}] `;
    const lines = text.split('\n').map((line) => `${stamp}${line}\n`);
    this.keepFirstError(() => {
      retryWhileHeldSync(() => {
        appendToFile(this.config.file, lines.join(''));
      });
    });
  }

  private keepFirstError(work: () => void): void {
    if (this.error !== undefined) return;
    try {
      work();
    } catch (error) {
      const args = { file: this.config.file, reason: fileReasonOf(error) };
      this.error = new NotifyError('LOG_UNWRITABLE', args, { cause: error });
    }
  }
}

function appendToFile(file: string, text: string): void {
  const descriptor = openLog(file);
  try {
    giveToOwnerOf(dirname(file), descriptor);
    appendFileSync(descriptor, text);
  } finally {
    closeSync(descriptor);
  }
}
