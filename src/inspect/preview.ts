import { normaliseAddress } from '../address.js';
import type { Config, KindConfig, KindId } from '../config/index.js';
import { affectsAllKinds } from '../database/index.js';
import { asKindError, type NotifyError } from '../errors/index.js';
import { omitUndefined } from '../omit-undefined.js';
import { loadTemplates, type Templates } from '../mail/render/templates.js';
import { localeOf, translate } from '../mail/render/translate.js';
import { inlineLogo } from '../mail/logo.js';
import { kindOf, viewsOf, viewsReadBy } from '../notifications/index.js';
import { kindStates, newestMessageId, type Recipient } from '../outbox/index.js';
import { composeMail, type ComposedMail, type Draft } from '../compose/compose-mail.js';
import type { MessageContent } from '../compose/load-contents.js';
import { messageIdFor } from '../compose/message-id.js';
import { redirected } from '../compose/redirect.js';
import { planInTransaction } from '../planning/plan-kind.js';
import { findFailingView } from '../source/index.js';
import { withDryRunSession, type DryRun } from './dry-run-session.js';
import { adHocSlot, nextDueTime } from '../planning/due.js';
import { SendingTimes } from './sending-times.js';

/** A mail as it would be sent. */
export interface Preview extends ComposedMail {
  readonly kind: KindId;
  readonly kindName: string;
  /** The name that an inbox shows. */
  readonly sender: string;
  readonly recipient: Recipient;
  readonly content: object;
  readonly messageId: string;
  /** The HTML part with the logo inlined, so that a browser can show it. */
  readonly page: string;
  /** When a run would send it, ISO 8601 in UTC. Absent for samples, for held plans, and if not within two weeks. */
  readonly leavesAt?: string;
}

export type PreviewConfig = Pick<Config, 'office' | 'mailbox'> & { readonly templatesDir?: string };

export interface PreviewOptions {
  readonly kinds: readonly KindId[];
  readonly now?: Date;
  /** Of the pending mails, only those to this address. Samples are made out to it. */
  readonly recipient?: string;
}

const sampleRecipient: Recipient = { address: 'anna.nowak@biuro.example', name: 'Anna Nowak', locale: null };

/** Called with the error of one kind or one mail. The others are shown. */
export type OnPreviewError = (error: NotifyError) => void;

/** Composes one sample mail for each kind. Needs no database. */
export function* previewSamples(
  config: PreviewConfig,
  options: PreviewOptions,
  onError: OnPreviewError,
): Generator<Preview> {
  const templates = loadTemplates(config.templatesDir);
  const date = options.now ?? new Date();
  for (const kind of options.kinds) {
    const recipient = {
      ...sampleRecipient,
      ...omitUndefined({ address: options.recipient }),
      // A configured address has no name.
      name: kindOf(kind).audience === 'addresses' ? null : sampleRecipient.name,
    };
    const preview = orReport(kind, onError, () => {
      const content = kindOf(kind).sample(date);
      const messageId = `<sample.${kind}@mobevo-notify.example>`;
      const draft = { kind, content, recipient, date, messageId, from: config.mailbox.from };
      return buildPreview(config, draft, composeMail(templates, config, draft));
    });
    if (preview !== undefined) yield preview;
  }
}

/** Shows the queued mails, and those that a run would add if every kind were due now. */
export async function previewPending(
  config: Config,
  options: PreviewOptions,
  show: (preview: Preview) => Promise<void>,
  onError: OnPreviewError,
): Promise<void> {
  const templates = loadTemplates(config.templatesDir);
  const wanted = options.recipient === undefined ? undefined : normaliseAddress(options.recipient);
  const isWanted = ({ message: { recipient } }: MessageContent) =>
    wanted === undefined || (typeof recipient !== 'string' && normaliseAddress(recipient.address) === wanted);
  const dryRunOptions = { only: options.kinds, ...omitUndefined({ now: options.now }) };
  await withDryRunSession(config, dryRunOptions, async ({ kinds, broken, database, now, inTransaction }) => {
    if (broken !== undefined) onError(broken.error);
    const times = await inTransaction(({ transaction, hours, now }) =>
      SendingTimes.load(transaction, config, hours, now),
    );
    for (const kind of kinds.filter(({ id }) => broken?.kinds.has(id) !== true)) {
      let pending: PendingMail[];
      try {
        pending = await inTransaction((dryRun) => claimPending(config, kind, times, isWanted, dryRun));
      } catch (error) {
        if (affectsAllKinds(database.dialect, error)) throw error;
        const found = await findFailingView(database, viewsOf(kind), viewsReadBy(config.kinds), error);
        onError(asKindError('PLANNING_FAILED', kind.id, found));
        continue;
      }
      for (const { mail, takesQuota, from } of pending) {
        const leavesAt = takesQuota ? (from && times.next(kind, from))?.toISOString() : undefined;
        const preview = mail && orReport(kind.id, onError, () => composePreview(templates, config, mail, now));
        if (preview !== undefined) await show({ ...preview, ...omitUndefined({ leavesAt }) });
      }
    }
  });
}

/** A queued mail, or one that a run would add. */
interface PendingMail {
  /** Undefined if nobody wants to see it. */
  readonly mail: MessageContent | undefined;
  readonly takesQuota: boolean;
  /** Before this time no run sends it; undefined if its plan is held. */
  readonly from: Date | undefined;
}

/** Plans a kind as if it were due now, and claims its messages. Shows nothing: a transaction may be repeated. */
async function claimPending(
  config: Config,
  kind: KindConfig,
  times: SendingTimes,
  isWanted: (mail: MessageContent) => boolean,
  { transaction, hours, now, claimMessages }: DryRun,
): Promise<PendingMail[]> {
  const newestBefore = await newestMessageId(transaction);
  const state = (await kindStates(transaction)).get(kind.id) ?? {};
  const planned = await planInTransaction(transaction, config, kind, now, adHocSlot);
  const due =
    planned?.excess === undefined
      ? nextDueTime(kind, hours.get(kind.id)!, state, now, config.office.timeZone)
      : undefined;
  if (due?.getTime() === now.getTime()) await times.wakeAccounts(transaction, kind);
  const pending: PendingMail[] = [];
  for await (const mail of claimMessages([kind]))
    pending.push({
      mail: isWanted(mail) ? mail : undefined,
      takesQuota: isSendable(mail),
      from: Number(mail.message.id) > newestBefore ? due : now,
    });
  return pending;
}

/** Whether a run would send it: a mail that is skipped takes no quota. */
function isSendable({ message, content }: MessageContent): boolean {
  return typeof message.recipient !== 'string' && content !== undefined;
}

/** Returns undefined after an error, which is reported. */
export function orReport<Result>(kind: KindId, onError: OnPreviewError, work: () => Result): Result | undefined {
  try {
    return work();
  } catch (error) {
    onError(asKindError('MESSAGE_FAILED', kind, error));
    return undefined;
  }
}

/**
 * Composes the mail of a message. Returns undefined if it would be skipped, because its recipient or content is gone.
 * @throws the error that kept its content from being loaded
 */
export function composePreview(
  templates: Templates,
  config: Config,
  { message, content, error }: MessageContent,
  date: Date,
): Preview | undefined {
  if (error !== undefined) throw error.error;
  const { kind, recipient } = message;
  // A string is the reason why the message would be skipped.
  if (typeof recipient === 'string' || content === undefined) return undefined;
  const { from } = config.mailbox;
  const to = redirected(recipient, config.mailbox.redirectTo);
  const draft = { kind, content, recipient: to, date, messageId: messageIdFor(message, from), from };
  return buildPreview(config, draft, composeMail(templates, config, draft));
}

function buildPreview(
  { office, mailbox }: PreviewConfig,
  { kind, recipient, content, messageId }: Draft,
  mail: ComposedMail,
): Preview {
  const kindName = translate(localeOf(recipient.locale, office.locale))(`kinds.${kind}`);
  const sender = mailbox.fromName;
  return {
    ...mail,
    kind,
    kindName,
    sender,
    recipient,
    content,
    messageId,
    page: inlineLogo(mail.rendered.html, office.logo),
  };
}
