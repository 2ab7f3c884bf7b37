import { open, type FileHandle } from 'node:fs/promises';

/**
 * The log that SQLite writes commits to. SQLite itself would wait for the disk with the event loop stopped; so it commits
 * without, and this waits beside the loop. docs/decisions/0018-disk-beside-the-loop.md
 */
export class WriteAheadLog {
  private handle: Promise<FileHandle> | undefined;
  private last: Promise<unknown> = Promise.resolve();
  private upcoming: Promise<void> | undefined;

  constructor(private readonly file: string) {}

  /** Resolves once all that is committed by now is on the disk. One wait serves all who ask before it begins. */
  flushed(): Promise<void> {
    if (this.upcoming === undefined) {
      this.upcoming = this.last.then(() => this.flush());
      this.last = this.upcoming.catch(() => undefined);
    }
    return this.upcoming;
  }

  async close(): Promise<void> {
    await this.last;
    await this.handle?.then(
      (handle) => handle.close(),
      () => undefined,
    );
  }

  private async flush(): Promise<void> {
    this.upcoming = undefined;
    // Windows flushes only what may be written.
    this.handle ??= open(this.file, 'r+');
    await (await this.handle).datasync();
  }
}
