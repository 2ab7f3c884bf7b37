import { availableParallelism } from 'node:os';
import type { Config } from '../config/index.js';
import { omitUndefined } from '../omit-undefined.js';
import { InlineComposer, type Composer } from './composer.js';
import { tuneGc } from './tune-gc.js';
import { ThreadComposer } from './thread-composer.js';

/** With fewer mails, starting a thread takes longer than it saves. */
const minMailsForThread = 200;

/**
 * Creates the composer of mails: in a worker thread if there are many, with the one in this thread as its fallback.
 * Also makes V8 collect garbage earlier.
 * @param mails their approximate number
 */
export function openComposer(
  { office, mailbox: { fromName, replyTo }, templatesDir }: Config,
  mails: number,
): Composer {
  tuneGc();
  const settings = { office, mailbox: omitUndefined({ fromName, replyTo }) };
  const inline = new InlineComposer(settings, templatesDir);
  return mails >= minMailsForThread && availableParallelism() > 1
    ? new ThreadComposer({ settings, templatesDir }, inline)
    : inline;
}
