import type { Config, KindId } from '../config/index.js';
import { compose, localeOf, messageIdOf, render, wordsOf, type RenderedMail, type Templates } from '../mail/index.js';
import type { ClaimedMessage, Recipient } from '../outbox/index.js';

export interface ComposedMail {
  readonly rendered: RenderedMail;
  readonly messageId: string;
  readonly raw: Buffer;
}

export interface Draft {
  readonly kind: KindId;
  readonly content: object;
  readonly recipient: Recipient;
  readonly messageId: string;
  readonly date: Date;
}

/** Renders and composes one mail, in its recipient's language. */
export function composeMail(templates: Templates, config: Pick<Config, 'office' | 'mailbox'>, draft: Draft): ComposedMail {
  const { kind, content, recipient, messageId, date } = draft;
  const locale = localeOf(recipient.locale, config.office.locale);
  const rendered = render(templates, { kind, content, locale, office: config.office, recipientName: recipient.name });
  const raw = composeRendered(config, { kind, recipient, rendered, messageId, date }, config.mailbox.from);
  return { rendered, messageId, raw };
}

type Rendered = Pick<Draft, 'kind' | 'recipient' | 'messageId' | 'date'> & Pick<ComposedMail, 'rendered'>;

/** Composes a rendered mail, with the address of the account that sends it. */
export function composeRendered(
  { office, mailbox }: Pick<Config, 'office' | 'mailbox'>, { kind, recipient, rendered, messageId, date }: Rendered, from: string,
): Buffer {
  const kindName = wordsOf(localeOf(recipient.locale, office.locale))(`kinds.${kind}`);
  return compose({ mailbox: { ...mailbox, from }, to: recipient, kind, kindName, mail: rendered, logo: office.logo, messageId, date });
}

/** The Message-ID of earlier attempts; else a new one, which no earlier attempt had. */
export function messageIdFor({ messageId, idempotencyKey, attempt }: ClaimedMessage, from: string): string {
  return messageId ?? messageIdOf(idempotencyKey, attempt, from);
}
