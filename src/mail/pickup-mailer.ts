import { randomUUID } from 'node:crypto';
import { access, constants, mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { retryWhileHeld } from '../retry-while-held.js';
import { reasonOf } from '../errors/index.js';
import type { DeliveryResult, Mail, Mailer } from './mailer.js';
import { pickupUnwritable } from './pickup-error.js';

/** Writes `.eml` files into a folder from which another program sends them. */
export class PickupMailer implements Mailer {
  constructor(private readonly directory: string) {}

  /** Creates the folder if it does not exist. @throws PICKUP_UNWRITABLE */
  async prepare(): Promise<void> {
    try {
      await mkdir(this.directory, { recursive: true });
      await access(this.directory, constants.W_OK | constants.X_OK);
    } catch (error) {
      throw pickupUnwritable(this.directory, error);
    }
  }

  /**
   * Writes a mail as a file. The Message-ID is its name, so that a mail delivered again replaces the file. A rename
   * puts the complete file in place, so that no reader sees part of it.
   */
  async deliver({ raw, messageId }: Mail): Promise<DeliveryResult> {
    const name = messageId.replace(/^<|@.*$/g, '').replace(/[^\w.-]/g, '_');
    const temporary = join(this.directory, `.${name}.${randomUUID()}.tmp`);
    try {
      const file = await retryWhileHeld(() => open(temporary, 'wx'));
      try {
        await file.writeFile(raw);
        await file.sync();
      } finally {
        await file.close();
      }
      await retryWhileHeld(() => rename(temporary, join(this.directory, `${name}.eml`)));
      return { replyClass: 'accepted', phase: 'write', reply: { text: `${name}.eml` } };
    } catch (error) {
      await retryWhileHeld(() => rm(temporary, { force: true })).catch(() => undefined);
      return {
        replyClass: 'unreachable',
        phase: 'write',
        reply: { text: reasonOf(error) },
        accountError: pickupUnwritable(this.directory, error),
      };
    }
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
