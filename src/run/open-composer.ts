import { availableParallelism } from 'node:os';
import type { Config } from '../config/index.js';
import { isOwnZone } from '../config/time-zone.js';
import { OwnComposer, type Composer } from './composer.js';
import { collectEarly } from './garbage.js';
import { ThreadComposer } from './thread-composer.js';

/** With fewer mails a thread is not worth its beginning. */
const leastForThread = 200;

/** @param mails how many there will be, about */
export function openComposer({ office, mailbox: { fromName, replyTo }, templatesDir }: Config, mails: number): Composer {
  collectEarly();
  const letterhead = { office, mailbox: { fromName, ...(replyTo === undefined ? {} : { replyTo }) } };
  const own = new OwnComposer(letterhead, templatesDir);
  return mails >= leastForThread && availableParallelism() > 1 ? new ThreadComposer({ letterhead, templatesDir, hasOfficeZone: isOwnZone(office.timeZone) }, own) : own;
}
