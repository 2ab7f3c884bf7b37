import { randomUUID } from 'node:crypto';
import { access, constants, open, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { giveToOwnerOf, makeFolder } from '../folder-owner.js';
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
      makeFolder(this.directory);
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
      const file = await retryWhileHeld(() => open(temporary, 'wx', 0o660));
      try {
        await shareAs(this.directory, file);
        await file.writeFile(withCrlf(raw));
        await file.sync();
      } finally {
        await file.close();
      }
      await retryWhileHeld(() => rename(temporary, join(this.directory, `${name}.eml`)));
      await syncFolder(this.directory);
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

/** Line ends as mail has them. A text without encoding has its own, which SMTP corrects and a folder does not. */
function withCrlf(raw: Buffer): Buffer {
  return Buffer.from(raw.toString('latin1').replace(/(?<!\r)\n/g, '\r\n'), 'latin1');
}

/** Makes a rename outlast a loss of power, as far as the system can: Windows opens no folders. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch {
    // The mail is in its place.
  }
}

const handsGroupOn = 0o2050;

/**
 * Lets the group of the folder read a mail, if the folder hands its group on (setgid) and its group may read the
 * folder. So an administrator decides by the folder alone whether another account sends the mails. Access control lists
 * of the folder (setfacl --default, on Windows its rights) are the system's work.
 */
async function shareAs(folder: string, file: FileHandle): Promise<void> {
  if (process.geteuid === undefined) return;
  giveToOwnerOf(folder, file.fd);
  const { mode } = await stat(folder);
  if ((mode & handsGroupOn) === handsGroupOn) await file.chmod(((await file.stat()).mode & 0o777) | 0o040);
}
