import { availableParallelism } from 'node:os';
import type { Config } from '../config/index.js';
import { defined } from '../defined.js';
import { InlineComposer, type Composer } from './composer.js';
import { tuneGc } from './tune-gc.js';
import { ThreadComposer } from './thread-composer.js';

/** With fewer mails, starting a thread takes longer than it saves. */
const minMailsForThread = 200;

/** Opens a composer, in a thread if there are many mails. @param mails their approximate number */
export function openComposer(
  { office, mailbox: { fromName, replyTo }, templatesDir }: Config,
  mails: number,
): Composer {
  tuneGc();
  const settings = { office, mailbox: defined({ fromName, replyTo }) };
  const inline = new InlineComposer(settings, templatesDir);
  return mails >= minMailsForThread && availableParallelism() > 1
    ? new ThreadComposer({ settings, templatesDir }, inline)
    : inline;
}
