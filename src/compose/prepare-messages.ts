import { randomUUID } from 'node:crypto';
import type { KindId } from '../config/index.js';
import { TemplateBrokenError } from '../errors/index.js';
import { claim, skip, type ClaimedMessage, type Recipient, type SkipReason } from '../outbox/index.js';
import type { ComposeResult } from './compose-drafts.js';
import type { Draft } from './compose-mail.js';
import { loadContents, type MessageContent } from './load-contents.js';
import { messageIdFor } from './message-id.js';
import type { ComposeContext } from './compose-context.js';

/** A claimed message with its composed mail, ready to be sent. */
export interface PreparedMessage {
  readonly message: ClaimedMessage;
  readonly recipient: Recipient;
  readonly token: string;
  readonly messageId: string;
  readonly raw: Buffer;
}

interface Item {
  readonly draft: Draft;
  readonly prepared: Omit<PreparedMessage, 'raw'>;
}

type Batch = readonly { readonly prepared: Omit<PreparedMessage, 'raw'>; readonly mail: ComposeResult }[];

/** Messages per claim. Small, so that concurrent runs share the work and a dead run holds few messages. */
const batchSize = 20;

/**
 * Claims messages in batches and composes their mails until none is left. The next batches are claimed while this one
 * is sent. If a template is broken, it is reported, and the messages of its kind stay in the queue.
 * @param from the sender's address
 */
export async function* prepareMessages(
  context: ComposeContext,
  from: string,
): AsyncGenerator<PreparedMessage, void, undefined> {
  const broken = new Set<KindId>();
  const upcoming: Promise<Batch | undefined>[] = [];
  // One claim at a time: the connection (of SQL Server's two, the second one) is needed to record outcomes.
  let lastClaim: Promise<unknown> = Promise.resolve();
  const fetchBatch = (): Promise<Batch | undefined> => {
    const claimed = lastClaim.then(() => claimBatch(context, from, broken));
    lastClaim = claimed.catch(() => undefined);
    const batch = claimed.then((items) => (items === undefined ? undefined : composeBatch(context, items)));
    batch.catch(() => undefined);
    return batch;
  };
  try {
    for (;;) {
      const prefetched = upcoming.shift();
      const batch = await (prefetched ?? fetchBatch());
      if (batch === undefined) {
        if (prefetched === undefined) return;
        // The prefetched claim was empty, but messages may have been put back since.
        continue;
      }
      while (upcoming.length < context.composer.prefetchBatches) upcoming.push(fetchBatch());
      for (const { prepared, mail } of batch) {
        const { kind } = prepared.message;
        if ('raw' in mail) {
          yield { ...prepared, raw: mail.raw };
        } else if (!broken.has(kind)) {
          broken.add(kind);
          context.onError(new TemplateBrokenError(mail.broken.file, mail.broken.reason));
        }
      }
    }
  } finally {
    await Promise.allSettled(upcoming);
  }
}

/** Returns undefined if nothing is left to claim. */
async function claimBatch(
  context: ComposeContext,
  from: string,
  broken: ReadonlySet<KindId>,
): Promise<Item[] | undefined> {
  const {
    database,
    config,
    owner,
    leaseMs,
    now,
    deadline: { drain },
  } = context;
  const token = `${owner}:${randomUUID()}`;
  const kinds = context.kinds.filter(
    (kind) => !broken.has(kind) && context.hours.get(kind)!.closed(now()) === undefined,
  );
  if (drain.aborted || (await claim(database, { token, kinds, limit: batchSize, leaseMs, now: now() })) === 0)
    return undefined;
  const items: Item[] = [];
  for (const { message, content } of await loadContents(database, config, token, now())) {
    const draft = await draftOf(context, token, from, { message, content });
    if (draft !== undefined)
      items.push({ draft, prepared: { message, recipient: draft.recipient, token, messageId: draft.messageId } });
  }
  return items;
}

async function composeBatch({ composer }: ComposeContext, items: readonly Item[]): Promise<Batch> {
  const mails = await composer.compose(items.map(({ draft }) => draft));
  return items.map(({ prepared }, index) => ({ prepared, mail: mails[index]! }));
}

/** Returns undefined if the message is skipped because its recipient or its content is gone. */
async function draftOf(
  context: ComposeContext,
  token: string,
  from: string,
  { message, content }: MessageContent,
): Promise<Draft | undefined> {
  const { recipient, kind } = message;
  if (typeof recipient === 'string') return skipMessage(context, token, message, recipient, null);
  if (content === undefined) return skipMessage(context, token, message, 'events-gone', recipient.address);
  return {
    kind,
    content,
    recipient,
    messageId: messageIdFor(message, context.config.mailbox.from),
    date: context.now(),
    from,
  };
}

async function skipMessage(
  { groupCommit, now, onMessage }: ComposeContext,
  token: string,
  message: ClaimedMessage,
  reason: SkipReason,
  address: string | null,
): Promise<undefined> {
  await groupCommit.write((transaction) => skip(transaction, message, token, reason, now()));
  const { id, kind } = message;
  onMessage({ id, kind, address, state: 'skipped', detail: reason });
}
