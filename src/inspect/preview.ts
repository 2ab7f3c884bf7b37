import type { Config, KindId } from '../config/index.js';
import { omitUndefined } from '../omit-undefined.js';
import { loadTemplates, type Templates } from '../mail/render/templates.js';
import { localeOf, translate } from '../mail/render/translate.js';
import { inlineLogo } from '../mail/logo.js';
import { kindOf } from '../notifications/index.js';
import type { Recipient } from '../outbox/index.js';
import { composeMail, type ComposedMail, type Draft } from '../compose/compose-mail.js';
import type { MessageContent } from '../compose/load-contents.js';
import { messageIdFor } from '../compose/message-id.js';
import { planInTransaction } from '../planning/plan-kind.js';
import { inDryRun } from './dry-run.js';
import { adHocSlot } from '../planning/due.js';

/** A mail as it would be sent. */
export interface Preview extends ComposedMail {
  readonly kind: KindId;
  readonly kindName: string;
  readonly recipient: Recipient;
  readonly content: object;
  readonly messageId: string;
  /** The HTML part with the logo inlined, so that a browser can show it. */
  readonly page: string;
}

export type PreviewConfig = Pick<Config, 'office' | 'mailbox'> & { readonly templatesDir?: string };

export interface PreviewOptions {
  readonly kinds: readonly KindId[];
  readonly now?: Date;
  /** Of the pending mails, only those to this address. Samples are made out to it. */
  readonly recipient?: string;
}

const sampleRecipient: Recipient = { address: 'anna.nowak@biuro.example', name: 'Anna Nowak', locale: null };

/** Composes one sample mail for each kind. Needs no database. */
export function* previewSamples(config: PreviewConfig, options: PreviewOptions): Generator<Preview> {
  const templates = loadTemplates(config.templatesDir);
  const date = options.now ?? new Date();
  const recipient =
    options.recipient === undefined ? sampleRecipient : { ...sampleRecipient, address: options.recipient };
  for (const kind of options.kinds) {
    const content = kindOf(kind).sample(date);
    const draft = {
      kind,
      content,
      recipient,
      date,
      messageId: `<sample.${kind}@mobevo-notify.example>`,
      from: config.mailbox.from,
    };
    yield buildPreview(config, draft, composeMail(templates, config, draft));
  }
}

/** Shows the queued mails, and those that a run would add if every kind were due now. */
export async function previewPending(
  config: Config,
  options: PreviewOptions,
  show: (preview: Preview) => Promise<void>,
): Promise<void> {
  const templates = loadTemplates(config.templatesDir);
  const wantedAddress = options.recipient?.toLowerCase();
  await inDryRun(config, { only: options.kinds, ...omitUndefined({ now: options.now }) }, async (dryRun) => {
    const { transaction, now } = dryRun;
    for (const kind of dryRun.kinds) {
      await planInTransaction(transaction, config, kind, now, adHocSlot);
    }
    for await (const mail of dryRun.messages()) {
      const { recipient } = mail.message;
      if (
        wantedAddress !== undefined &&
        (typeof recipient === 'string' || recipient.address.toLowerCase() !== wantedAddress)
      )
        continue;
      const preview = composePreview(templates, config, mail, now);
      if (preview !== undefined) await show(preview);
    }
  });
}

/** Composes the mail of a message. Returns undefined if it would be skipped, because its recipient or content is gone. */
export function composePreview(
  templates: Templates,
  config: Config,
  { message, content }: MessageContent,
  date: Date,
): Preview | undefined {
  const { kind, recipient } = message;
  // A string is the reason why the message would be skipped.
  if (typeof recipient === 'string' || content === undefined) return undefined;
  const { from } = config.mailbox;
  const draft = { kind, content, recipient, date, messageId: messageIdFor(message, from), from };
  return buildPreview(config, draft, composeMail(templates, config, draft));
}

function buildPreview(
  { office }: PreviewConfig,
  { kind, recipient, content, messageId }: Draft,
  mail: ComposedMail,
): Preview {
  const kindName = translate(localeOf(recipient.locale, office.locale))(`kinds.${kind}`);
  return { ...mail, kind, kindName, recipient, content, messageId, page: inlineLogo(mail.rendered.html, office.logo) };
}
