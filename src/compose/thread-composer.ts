import { join } from 'node:path';
import v8 from 'node:v8';
import { Worker } from 'node:worker_threads';
import { packageRoot } from '../package-root.js';
import type { Composed } from './compose-drafts.js';
import type { Draft, MailSettings } from './compose-mail.js';
import type { Composer } from './composer.js';
import { limitYoungGeneration } from './tune-gc.js';

/** What the thread is given when it begins. */
export interface ThreadData {
  readonly letterhead: MailSettings;
  readonly templatesDir: string | undefined;
}

/** Garbage of mails lives short. V8 begins with 1 MB for it, and would let 33 MB of it lie. */
const semiSpaceMb = 4;

interface Asked {
  readonly drafts: readonly Draft[];
  readonly answer: (mails: Composed[] | Promise<Composed[]>) => void;
}

/** Mails are made beside the connections and the database, on another core; here where the thread has ended before its time. */
export class ThreadComposer implements Composer {
  readonly prefetchBatches = 2;
  private readonly worker: Worker;
  private readonly asked: Asked[] = [];
  private hasEnded = false;

  constructor(
    workerData: ThreadData,
    private readonly own: Composer,
  ) {
    v8.setFlagsFromString(`--min-semi-space-size=${semiSpaceMb}`);
    this.worker = new Worker(join(packageRoot, 'dist', 'bundle', 'composer-thread.cjs'), {
      workerData,
      resourceLimits: { maxYoungGenerationSizeMb: 3 * semiSpaceMb },
    });
    this.worker.once('online', limitYoungGeneration);
    this.worker.on('message', (mails: readonly Composed[]) => {
      this.asked.shift()!.answer(mails.map(withBuffer));
    });
    for (const event of ['error', 'messageerror', 'exit'])
      this.worker.on(event, () => {
        this.end();
      });
  }

  compose(drafts: readonly Draft[]): Promise<Composed[]> {
    if (this.hasEnded) return this.own.compose(drafts);
    return new Promise((answer) => {
      this.worker.postMessage(drafts);
      this.asked.push({ drafts, answer });
    });
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }

  private end(): void {
    this.hasEnded = true;
    for (const { drafts, answer } of this.asked.splice(0)) answer(this.own.compose(drafts));
  }
}

/** A Buffer arrives from a thread as a plain array of bytes. */
function withBuffer(mail: Composed): Composed {
  return 'raw' in mail ? { raw: Buffer.from(mail.raw.buffer, mail.raw.byteOffset, mail.raw.byteLength) } : mail;
}
