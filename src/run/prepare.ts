import { randomUUID } from 'node:crypto';
import type { Config, KindId } from '../config/index.js';
import type { Database } from '../database/index.js';
import { NotifyError, TemplateBrokenError } from '../errors/index.js';
import type { Templates } from '../mail/index.js';
import { claim, skip, type ClaimedMessage, type Journal, type Recipient, type SkipReason } from '../outbox/index.js';
import type { ComposedMail } from './compose-mail.js';
import { loadContents, type MessageContent } from './load-contents.js';
import type { MessageEvent } from './report.js';
import type { Hours } from './window.js';

/** A message ready to go out. */
export interface Prepared extends ComposedMail {
  readonly message: ClaimedMessage;
  readonly recipient: Recipient;
  readonly token: string;
  /** The same mail for an account that sends under an address of its own. */
  readonly composeFrom: (from: string) => Buffer;
}

export interface PrepareContext {
  readonly database: Database;
  readonly config: Config;
  readonly kinds: readonly KindId[];
  readonly hours: Hours;
  /** Begins the lease tokens of this run. */
  readonly owner: string;
  readonly leaseMs: number;
  readonly journal: Journal;
  readonly now: () => Date;
  readonly loadTemplates: () => Promise<Templates>;
  readonly told: (event: MessageEvent) => void;
  readonly failed: (error: NotifyError) => void;
}

/** Small, so that runs side by side share the work, and a dead one holds little. */
const batchSize = 20;

/**
 * Claims messages batch by batch and makes mails of them until none is left. A kind whose template is
 * broken is left in the queue; the others go on.
 */
export async function* prepare(context: PrepareContext): AsyncGenerator<Prepared, void, undefined> {
  const { database, owner, leaseMs, now } = context;
  const broken = new Set<KindId>();
  for (;;) {
    const token = `${owner}:${randomUUID()}`;
    const kinds = context.kinds.filter((kind) => !broken.has(kind) && context.hours.get(kind)!.closed(now()) === undefined);
    const taken = await claim(database, { token, kinds, limit: batchSize, leaseMs, now: now() });
    if (taken === 0) return;
    for (const item of await loadContents(database, context.config, token, now())) {
      if (broken.has(item.message.kind)) continue;
      try {
        const prepared = await prepareOne(context, token, item);
        if (prepared !== undefined) yield prepared;
      } catch (error) {
        if (!(error instanceof TemplateBrokenError)) throw error;
        broken.add(item.message.kind);
        context.failed(error);
      }
    }
  }
}

async function prepareOne(context: PrepareContext, token: string, { message, content }: MessageContent): Promise<Prepared | undefined> {
  const { recipient, kind } = message;
  if (typeof recipient === 'string') return skipped(context, token, message, recipient, null);
  if (content === undefined) return skipped(context, token, message, 'events-gone', recipient.address);
  const templates = await context.loadTemplates();
  const { composeMail, composeRendered, messageIdFor } = await import('./compose-mail.js');
  const messageId = messageIdFor(message, context.config.mailbox.from);
  const draft = { kind, content, recipient, messageId, date: context.now() };
  const mail = composeMail(templates, context.config, draft);
  return { ...mail, message, recipient, token, composeFrom: (from) => composeRendered(context.config, { ...draft, ...mail }, from) };
}

async function skipped(
  { journal, now, told }: PrepareContext, token: string, message: ClaimedMessage, reason: SkipReason, address: string | null,
): Promise<undefined> {
  await journal.write((transaction) => skip(transaction, message, token, reason, now()));
  const { id, kind } = message;
  told({ id, kind, address, state: 'skipped', detail: reason });
}
