import type { Config } from '../config/index.js';
import { NotifyError } from '../errors/index.js';
import { omitUndefined } from '../omit-undefined.js';
import { loadTemplates } from '../mail/render/templates.js';
import {
  findMessage,
  leaseMessage,
  listAttempts,
  listMessages,
  type Attempt,
  type ListedMessage,
  type MessageFilter,
} from '../outbox/index.js';
import { loadContents } from '../compose/load-contents.js';
import { inDryRun } from './dry-run-session.js';
import { composePreview, orReport, type Preview } from './preview.js';

/** More messages than this are not listed. */
const maxListed = 1000;
const defaultPeriodMs = 7 * 86_400_000;

export interface MessageList {
  /** Newest first. */
  readonly messages: readonly ListedMessage[];
  /** True if older messages match as well. */
  readonly hasMore: boolean;
}

/** Lists messages of the outbox, by default those planned in the last 7 days, and at most 1,000. */
export async function loadMessageList(
  config: Config,
  { since, ...filter }: Partial<MessageFilter>,
): Promise<MessageList> {
  return inDryRun(config, {}, async ({ transaction, now }) => {
    const from = since ?? new Date(now.getTime() - defaultPeriodMs);
    const found = await listMessages(transaction, { ...filter, since: from }, maxListed + 1);
    return { messages: found.slice(0, maxListed), hasMore: found.length > maxListed };
  });
}

export interface MessageDetails {
  readonly message: ListedMessage;
  readonly attempts: readonly Attempt[];
  /** The mail, rendered from what the source has now. Undefined if its recipient or its content is gone. */
  readonly preview?: Preview;
  /** Why the mail cannot be rendered. */
  readonly errors: readonly NotifyError[];
}

/**
 * Loads one message with its attempts and its mail.
 * @throws NotifyError MESSAGE_UNKNOWN
 */
export async function loadMessageDetails(config: Config, id: string): Promise<MessageDetails> {
  return inDryRun(config, {}, async ({ transaction, now }) => {
    const message = await findMessage(transaction, id);
    if (message === undefined) throw new NotifyError('MESSAGE_UNKNOWN', { id });
    const attempts = await listAttempts(transaction, id);
    const token = 'preview:message';
    await leaseMessage(transaction, id, token);
    const date = message.lastAttemptAt === null ? now : new Date(message.lastAttemptAt);
    const [mail] = await loadContents(transaction, config, token, date);
    const errors: NotifyError[] = [];
    const onError = (error: NotifyError) => errors.push(error);
    const preview =
      mail &&
      orReport(message.kind, onError, () => composePreview(loadTemplates(config.templatesDir), config, mail, date));
    return { message, attempts, errors, ...omitUndefined({ preview }) };
  });
}
