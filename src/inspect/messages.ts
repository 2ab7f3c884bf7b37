import type { Config } from '../config/index.js';
import { affectsAllKinds } from '../database/index.js';
import { asNotifyError, isErrorOf, NotifyError } from '../errors/index.js';
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
import { viewsOf, viewsReadBy } from '../notifications/index.js';
import { findFailingView, type ViewName } from '../source/index.js';
import type { BrokenViews } from '../planning/source-checks.js';
import { loadContents } from '../compose/load-contents.js';
import { withDryRunSession, type DryRun } from './dry-run-session.js';
import { composePreview, orReport, type Preview } from './preview.js';

/** More messages than this are not listed. */
const maxListed = 1000;
const defaultPeriodMs = 7 * 86_400_000;

export interface MessageList {
  /** Newest first. */
  readonly messages: readonly ListedMessage[];
  /** True if older messages match as well. */
  readonly hasMore: boolean;
  /** Why the messages are shown without the names of users. */
  readonly error?: NotifyError;
}

/** Lists messages of the outbox, by default those planned in the last 7 days, and at most 1,000. */
export async function loadMessageList(
  config: Config,
  { since, ...filter }: Partial<MessageFilter>,
): Promise<MessageList> {
  return inDryRun(config, async ({ transaction, now, withUsers, error }) => {
    const from = since ?? new Date(now.getTime() - defaultPeriodMs);
    const found = await listMessages(transaction, { ...filter, since: from }, maxListed + 1, { withUsers });
    const hasMore = found.length > maxListed;
    return { messages: found.slice(0, maxListed), hasMore, ...omitUndefined({ error }) };
  });
}

/** What `work` can read: with a fault, no view of the users. */
interface Readable extends DryRun {
  readonly withUsers: boolean;
  readonly error: NotifyError | undefined;
  readonly broken: BrokenViews | undefined;
}

/**
 * Runs `work` in a transaction that is rolled back. If a view cannot be read, runs it once more with the fault, so that
 * an operator still sees the messages: without users if the fault may be that of their view.
 */
async function inDryRun<Result>(config: Config, work: (readable: Readable) => Promise<Result>): Promise<Result> {
  return withDryRunSession(config, {}, async ({ database, broken, inTransaction }) => {
    try {
      return await inTransaction((dryRun) => work({ ...dryRun, broken, withUsers: true, error: undefined }));
    } catch (cause) {
      if (isErrorOf(cause, 'MESSAGE_UNKNOWN') || affectsAllKinds(database.dialect, cause)) throw cause;
      const views = [...new Set<ViewName>(['source_users', ...config.kinds.flatMap(viewsOf)])];
      const found = await findFailingView(database, views, viewsReadBy(config.kinds), cause);
      const error = broken?.error ?? asNotifyError(found);
      const withUsers = isErrorOf(error, 'SOURCE_VIEW_FAILED') && error.args['view'] !== 'source_users';
      return inTransaction((dryRun) => work({ ...dryRun, broken, withUsers, error }));
    }
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
  return inDryRun(config, async ({ transaction, now, withUsers, broken, error }) => {
    const message = await findMessage(transaction, id, { withUsers });
    if (message === undefined) throw new NotifyError('MESSAGE_UNKNOWN', { id });
    const attempts = await listAttempts(transaction, id);
    const fault = error ?? (broken?.kinds.has(message.kind) === true ? broken.error : undefined);
    if (fault !== undefined) return { message, attempts, errors: [fault] };
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
