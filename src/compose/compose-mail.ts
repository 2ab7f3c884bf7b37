import type { Config, KindId } from '../config/index.js';
import { compose } from '../mail/compose.js';
import { localeOf, translate } from '../mail/render/translate.js';
import { render, type RenderedMail } from '../mail/render/render.js';
import type { Templates } from '../mail/render/templates.js';
import { omitUndefined } from '../omit-undefined.js';
import type { Recipient } from '../outbox/index.js';

/** What a mail needs from the configuration. It contains no secret, because it is sent to a thread. */
export interface MailSettings {
  readonly office: Config['office'];
  readonly mailbox: Pick<Config['mailbox'], 'fromName' | 'replyTo'>;
}

export interface Draft {
  readonly kind: KindId;
  readonly content: object;
  readonly recipient: Recipient;
  readonly messageId: string;
  readonly date: Date;
  /** The sender's address. */
  readonly from: string;
}

export interface ComposedMail {
  readonly rendered: RenderedMail;
  readonly raw: Buffer;
}

/** Renders and composes one mail in its recipient's language. @throws TemplateBrokenError */
export function composeMail(templates: Templates, { office, mailbox }: MailSettings, draft: Draft): ComposedMail {
  const { kind, content, recipient, messageId, date, from } = draft;
  const locale = localeOf(recipient.locale, office.locale);
  const { name: recipientName, deputyFor, isGuardian } = recipient;
  const rendered = render(templates, {
    kind,
    content,
    locale,
    office,
    recipientName,
    ...omitUndefined({ deputyFor, isGuardian }),
  });
  const kindName = translate(locale)(`kinds.${kind}`);
  const raw = compose({
    mailbox: { ...mailbox, from },
    to: recipient,
    kind,
    kindName,
    mail: rendered,
    logo: office.logo,
    messageId,
    date,
  });
  return { rendered, raw };
}
