import { randomUUID } from 'node:crypto';
import type { KindId } from '../config/index.js';
import { kindOf } from '../notifications/index.js';
import { claim, skip, type ClaimedMessage, type Recipient, type SkipReason } from '../outbox/index.js';
import { handleBrokenMail } from './broken-mail.js';
import type { ComposeContext } from './compose-context.js';
import type { ComposeResult } from './compose-drafts.js';
import type { Draft } from './compose-mail.js';
import { loadContents, type MessageContent } from './load-contents.js';
import { endWithFault } from './message-fault.js';
import { messageIdFor } from './message-id.js';
import { redirected } from './redirect.js';

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
 * is sent. A message that cannot be composed is left out, and so are all messages of a kind that is broken.
 * @param from the sender's address
 * @param only the id of the one message to prepare
 */
export async function* prepareMessages(
  context: ComposeContext,
  from: string,
  only?: string,
): AsyncGenerator<PreparedMessage, void, undefined> {
  const composedKinds = new Set<KindId>();
  const upcoming: Promise<Batch | undefined>[] = [];
  // One claim at a time. On SQL Server the second connection must stay free to record outcomes; SQLite has only one.
  let lastClaim: Promise<unknown> = Promise.resolve();
  const fetchBatch = (): Promise<Batch | undefined> => {
    const claimed = lastClaim.then(() => claimBatch(context, from, only));
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
      while (only === undefined && upcoming.length < context.composer.prefetchBatches) upcoming.push(fetchBatch());
      for (const { prepared, mail } of batch) if ('raw' in mail) composedKinds.add(prepared.message.kind);
      for (const { prepared, mail } of batch) {
        if ('raw' in mail) yield { ...prepared, raw: mail.raw };
        else await handleBrokenMail(context, prepared, mail.broken, composedKinds);
      }
      if (only !== undefined) return;
    }
  } finally {
    await Promise.allSettled(upcoming);
  }
}

/** Returns undefined if nothing is left to claim. */
async function claimBatch(
  context: ComposeContext,
  from: string,
  only: string | undefined,
): Promise<Item[] | undefined> {
  const { database, config, owner, claimLeaseMs, now, deadline, brokenKinds, hours } = context;
  const token = `${owner}:${randomUUID()}`;
  const kinds = context.kinds.filter((kind) => !brokenKinds.has(kind) && hours.get(kind)!.closed(now()) === undefined);
  if (
    deadline.drain.aborted ||
    (await claim(database, { token, kinds, limit: batchSize, leaseMs: claimLeaseMs, now: now(), only })) === 0
  )
    return undefined;
  const items: Item[] = [];
  for (const loaded of await loadContents(database, config, token, now())) {
    const draft = await draftOf(context, from, loaded);
    const { message, token: claimToken } = loaded;
    if (draft !== undefined)
      items.push({
        draft,
        prepared: { message, recipient: draft.recipient, token: claimToken, messageId: draft.messageId },
      });
  }
  return items;
}

async function composeBatch({ composer }: ComposeContext, items: readonly Item[]): Promise<Batch> {
  const mails = await composer.compose(items.map(({ draft }) => draft));
  return items.map(({ prepared }, index) => ({ prepared, mail: mails[index]! }));
}

/**
 * Returns undefined if the message is not sent: its recipient or its content is gone, or there is an error.
 * A message that was left out before in this run stays claimed until the pass ends.
 */
async function draftOf(context: ComposeContext, from: string, loaded: MessageContent): Promise<Draft | undefined> {
  const { message, token, content, error } = loaded;
  const { recipient, kind, id } = message;
  if (context.faulted.has(id)) return undefined;
  try {
    if (error?.isOfKind === true) {
      context.onKindError(kind, 'sending', error.error);
      return undefined;
    }
    if (message.fault !== undefined) throw message.fault;
    if (error !== undefined) throw error.error;
    if (typeof recipient === 'string') {
      await skipMessage(context, token, message, recipient, null);
      return;
    }
    if (content === undefined) {
      await skipMessage(context, token, message, 'events-gone', recipient.address);
      return;
    }
    await forgetGoneEvents(context, message, content);
    const messageId = messageIdFor(message, context.config.mailbox.from);
    const to = redirected(recipient, context.config.mailbox.redirectTo);
    return { kind, content, recipient: to, messageId, date: context.now(), from };
  } catch (fault) {
    await endWithFault(context, message, token, fault);
    return undefined;
  }
}

/** Forgets the events of a message that are gone from their view. The mail lists the others. */
async function forgetGoneEvents({ groupCommit }: ComposeContext, message: ClaimedMessage, content: object) {
  const { messageEvents } = kindOf(message.kind);
  if (messageEvents !== undefined && messageEvents.count(content) < message.events)
    await groupCommit.write((transaction) => messageEvents.forgetGone(transaction, message));
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
