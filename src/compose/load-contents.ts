import { randomUUID } from 'node:crypto';
import type { Config, KindConfig } from '../config/index.js';
import { affectsAllKinds, type Database } from '../database/index.js';
import { isDatabaseFault } from '../errors/index.js';
import { kindOf, viewsOf, viewsReadBy, type Batch } from '../notifications/index.js';
import { addressKey, moveClaim, readClaimed, type ClaimedMessage, type Recipient } from '../outbox/index.js';
import { localDay } from '../schedule/index.js';
import { findFailingView, sourceClock } from '../source/index.js';

/** A claimed message with its content, or with the error that kept it from being loaded. */
export interface MessageContent {
  readonly message: ClaimedMessage;
  /** Of its claim. */
  readonly token: string;
  /** Undefined if its events are gone, or there is an error. */
  readonly content: object | undefined;
  readonly error?: ContentError;
}

export interface ContentError {
  readonly error: unknown;
  /** True if no message of the kind can be loaded. */
  readonly isOfKind: boolean;
}

/**
 * Loads the messages of a claim with their content, in a constant number of queries per kind. If a query fails, the
 * messages of its kind are loaded one by one, so that only those at fault have an error.
 * @throws a fault of the database itself
 */
export async function loadContents(
  database: Database,
  config: Config,
  token: string,
  now: Date,
): Promise<MessageContent[]> {
  const { timeZone: zone } = config.office;
  const common = { database, zone, today: localDay(now, zone), clock: sourceClock(config.sourceClock, zone) };
  let usersError: Error | undefined;
  const messages = await readClaimed(database, token).catch((error: unknown) => {
    throwIfOfDatabase(database, error);
    usersError = error as Error;
    return readClaimed(database, token, { withUsers: false });
  });
  const loaded = new Map<string, MessageContent>();
  for (const kind of config.kinds) {
    const configured = [...kind.recipients, ...config.fallbackRecipients].map(addressKey);
    const ofKind = messages
      .filter((message) => message.kind === kind.id)
      .map((message) => withoutRemoved(message, configured));
    if (ofKind.length === 0) continue;
    const contents = await loadKind({ ...common, token, kind }, config.kinds, ofKind, usersError);
    for (const content of contents) loaded.set(content.message.id, content);
  }
  return messages.flatMap(({ id }) => loaded.get(id) ?? []);
}

/**
 * A message to an address that the configuration no longer names has no recipient. `readClaimed` gives every user a
 * name, so a recipient without one is an address of the configuration.
 */
function withoutRemoved(message: ClaimedMessage, configured: readonly string[]): ClaimedMessage {
  const { recipient } = message;
  const isConfigured =
    typeof recipient === 'string' || recipient.name !== null || configured.includes(addressKey(recipient.address));
  return isConfigured ? message : { ...message, recipient: 'not-configured' };
}

async function loadKind(
  batch: Batch,
  kinds: readonly KindConfig[],
  messages: readonly ClaimedMessage[],
  usersError: Error | undefined,
): Promise<MessageContent[]> {
  const { database, kind, token } = batch;
  try {
    if (usersError !== undefined && readsUsers(batch)) throw usersError;
    return await loadAll(batch, messages);
  } catch (error) {
    throwIfOfDatabase(database, error);
    // After a time-out, each message alone could take as long, and no fault of the database is a message's.
    const kindError = isDatabaseFault(error) ? error : await errorWithoutMessages(batch);
    if (kindError !== undefined) {
      const found = await findFailingView(database, viewsOf(kind), viewsReadBy(kinds), kindError);
      return messages.map((message) => withError(message, token, { error: found, isOfKind: true }));
    }
    const contents: MessageContent[] = [];
    for (const message of messages) contents.push(...(await loadAlone(batch, message)));
    return contents;
  }
}

/** Loads content, and finds out which deputies get the mail as guardians too, which the footer says. */
async function loadAll(batch: Batch, messages: readonly ClaimedMessage[]): Promise<MessageContent[]> {
  const kind = kindOf(batch.kind.id);
  const contents = await kind.load(batch);
  const own = messages.some(({ recipient }) => isDeputy(recipient)) ? await kind.findOwnClients?.(batch) : undefined;
  return messages.map((message) => ({
    message: own?.has(message.id) === true ? asGuardian(message) : message,
    token: batch.token,
    content: contents.get(message.id),
  }));
}

function isDeputy(recipient: ClaimedMessage['recipient']): recipient is Recipient {
  return typeof recipient !== 'string' && recipient.deputyFor !== undefined;
}

function asGuardian(message: ClaimedMessage): ClaimedMessage {
  const { recipient } = message;
  return isDeputy(recipient) ? { ...message, recipient: { ...recipient, isGuardian: true } } : message;
}

/** The error of loading no message at all, which is the kind's: one of its views cannot be read. */
async function errorWithoutMessages(batch: Batch): Promise<unknown> {
  try {
    if (readsUsers(batch)) await readClaimed(batch.database, '');
    const [kind, nothing] = [kindOf(batch.kind.id), { ...batch, token: '' }];
    await kind.load(nothing);
    await kind.findOwnClients?.(nothing);
    return undefined;
  } catch (error) {
    throwIfOfDatabase(batch.database, error);
    return error;
  }
}

/** Returns nothing if the message's lease was lost. */
async function loadAlone(batch: Batch, message: ClaimedMessage): Promise<MessageContent[]> {
  const { database } = batch;
  const token = `${batch.token.slice(0, batch.token.lastIndexOf(':'))}:${randomUUID()}`;
  if (!(await moveClaim(database, message.id, batch.token, token))) return [];
  try {
    const claimed = readsUsers(batch) ? await readClaimed(database, token) : [message];
    return await loadAll({ ...batch, token }, claimed);
  } catch (error) {
    throwIfOfDatabase(database, error);
    return [withError(message, token, { error, isOfKind: isDatabaseFault(error) })];
  }
}

function readsUsers({ kind }: Batch): boolean {
  return kindOf(kind.id).audience !== 'addresses';
}

function withError(message: ClaimedMessage, token: string, error: ContentError): MessageContent {
  return { message, token, content: undefined, error };
}

function throwIfOfDatabase({ dialect }: Database, error: unknown): void {
  if (affectsAllKinds(dialect, error)) throw error;
}
