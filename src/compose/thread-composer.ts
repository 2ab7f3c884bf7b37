import { join } from 'node:path';
import v8 from 'node:v8';
import { Worker } from 'node:worker_threads';
import { packageRoot } from '../package-root.js';
import type { ComposeResult } from './compose-drafts.js';
import type { Draft, MailSettings } from './compose-mail.js';
import type { Composer } from './composer.js';
import { limitYoungGeneration } from './tune-gc.js';

/** What the thread gets when it starts. */
export interface ThreadData {
  readonly settings: MailSettings;
  readonly templatesDir: string | undefined;
}

/** Megabytes for short-lived objects. V8 starts with 1 and would grow to 33, although mails are garbage at once. */
const semiSpaceMb = 4;

interface PendingRequest {
  readonly drafts: readonly Draft[];
  readonly resolve: (mails: ComposeResult[] | Promise<ComposeResult[]>) => void;
}

/**
 * Composes in a worker thread, while this thread serves connections and database. If the thread ends early, uses the
 * fallback.
 */
export class ThreadComposer implements Composer {
  readonly prefetchBatches = 2;
  private readonly worker: Worker;
  private readonly pending: PendingRequest[] = [];
  private hasEnded = false;

  constructor(
    workerData: ThreadData,
    private readonly fallback: Composer,
  ) {
    v8.setFlagsFromString(`--min-semi-space-size=${semiSpaceMb}`);
    this.worker = new Worker(join(packageRoot, 'dist', 'bundle', 'composing-thread.cjs'), {
      workerData,
      resourceLimits: { maxYoungGenerationSizeMb: 3 * semiSpaceMb },
    });
    this.worker.once('online', limitYoungGeneration);
    this.worker.on('message', (mails: readonly ComposeResult[]) => {
      this.pending.shift()!.resolve(mails.map(withBuffer));
    });
    for (const event of ['error', 'messageerror', 'exit'])
      this.worker.on(event, () => {
        this.useFallback();
      });
  }

  compose(drafts: readonly Draft[]): Promise<ComposeResult[]> {
    if (this.hasEnded) return this.fallback.compose(drafts);
    return new Promise((resolve) => {
      try {
        this.worker.postMessage(drafts);
        this.pending.push({ drafts, resolve });
      } catch {
        // Content that cannot be sent to a thread.
        resolve(this.fallback.compose(drafts));
      }
    });
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }

  private useFallback(): void {
    this.hasEnded = true;
    for (const { drafts, resolve } of this.pending.splice(0)) resolve(this.fallback.compose(drafts));
  }
}

/** A Buffer arrives from a thread as a plain array of bytes. */
function withBuffer(mail: ComposeResult): ComposeResult {
  return 'raw' in mail ? { raw: Buffer.from(mail.raw.buffer, mail.raw.byteOffset, mail.raw.byteLength) } : mail;
}
