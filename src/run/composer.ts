import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import v8 from 'node:v8';
import { Worker } from 'node:worker_threads';
import type { Config } from '../config/index.js';
import { loadTemplates, type Templates } from '../mail/index.js';
import { packageRoot } from '../package-root.js';
import { composeDrafts, type Composed } from './compose-drafts.js';
import type { Draft, Letterhead } from './compose-mail.js';

/** Makes mails of drafts. */
export interface Composer {
  /** Batches that are worth being under way while one is sent. */
  readonly ahead: number;
  /** @returns the mails in the order of their drafts */
  compose(drafts: readonly Draft[]): Promise<Composed[]>;
  close(): Promise<void>;
}

/** What a thread is given when it begins. */
export interface ThreadData {
  readonly letterhead: Letterhead;
  readonly templatesDir: string | undefined;
}

/** With fewer mails a thread is not worth its beginning. */
const leastForThread = 200;

/** Garbage of mails lives short. V8 begins with 1 MB for it, and would let 33 MB of it lie. */
const semiSpaceMb = 4;

/** @param mails how many there will be, about */
export function openComposer({ office, mailbox: { fromName, replyTo }, templatesDir }: Config, mails: number): Composer {
  const letterhead = { office, mailbox: { fromName, ...(replyTo === undefined ? {} : { replyTo }) } };
  return mails >= leastForThread && availableParallelism() > 1
    ? new ThreadComposer({ letterhead, templatesDir })
    : new OwnComposer(letterhead, templatesDir);
}

class OwnComposer implements Composer {
  readonly ahead = 1;
  private templates: Templates | undefined;

  constructor(private readonly letterhead: Letterhead, private readonly templatesDir: string | undefined) {}

  compose(drafts: readonly Draft[]): Promise<Composed[]> {
    const templates = () => (this.templates ??= loadTemplates(this.templatesDir));
    return Promise.resolve(composeDrafts(templates, this.letterhead, drafts));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

interface Waiting {
  readonly resolve: (mails: Composed[]) => void;
  readonly reject: (error: unknown) => void;
}

/** Mails are made beside the connections and the database, on another core. */
class ThreadComposer implements Composer {
  readonly ahead = 2;
  private readonly worker: Worker;
  private readonly waiting: Waiting[] = [];
  private fault: Error | undefined;

  constructor(workerData: ThreadData) {
    v8.setFlagsFromString(`--min-semi-space-size=${semiSpaceMb}`);
    this.worker = new Worker(join(packageRoot, 'dist', 'bundle', 'composer-thread.cjs'), { workerData, resourceLimits: { maxYoungGenerationSizeMb: 3 * semiSpaceMb } });
    // Node resets it for all threads when it begins one; see bin/mobevo-notify.js.
    this.worker.once('online', () => { v8.setFlagsFromString('--semi-space-growth-factor=1'); });
    this.worker.on('message', (mails: readonly Composed[]) => { this.waiting.shift()!.resolve(mails.map(withBuffer)); });
    this.worker.on('error', (error) => {
      this.fault = error;
      for (const { reject } of this.waiting.splice(0)) reject(error);
    });
  }

  compose(drafts: readonly Draft[]): Promise<Composed[]> {
    return new Promise((resolve, reject) => {
      if (this.fault !== undefined) throw this.fault;
      this.waiting.push({ resolve, reject });
      this.worker.postMessage(drafts);
    });
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }
}

/** A Buffer arrives from a thread as a plain array of bytes. */
function withBuffer(mail: Composed): Composed {
  return 'raw' in mail ? { raw: Buffer.from(mail.raw.buffer, mail.raw.byteOffset, mail.raw.byteLength) } : mail;
}
