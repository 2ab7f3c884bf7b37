import { availableParallelism } from 'node:os';
import type { Config } from '../config/index.js';
import { InlineComposer, type Composer } from './composer.js';
import { tuneGc } from './tune-gc.js';
import { ThreadComposer } from './thread-composer.js';

/** With fewer mails a thread is not worth its beginning. */
const leastForThread = 200;

/** @param mails how many there will be, about */
export function openComposer(
  { office, mailbox: { fromName, replyTo }, templatesDir }: Config,
  mails: number,
): Composer {
  tuneGc();
  const letterhead = { office, mailbox: { fromName, ...(replyTo === undefined ? {} : { replyTo }) } };
  const own = new InlineComposer(letterhead, templatesDir);
  return mails >= leastForThread && availableParallelism() > 1
    ? new ThreadComposer({ letterhead, templatesDir }, own)
    : own;
}
