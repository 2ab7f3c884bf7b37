import { compose } from '../mail/compose.js';
import { loadTemplates } from '../mail/render/templates.js';
import { messageIdOf } from '../mail/message-id.js';
import { render } from '../mail/render/render.js';
import { translate } from '../mail/render/translate.js';
import { isAccountError } from '../mail/reply-class.js';
import type { DeliveryResult, Mailer } from '../mail/mailer.js';
import { byLastSuccess, releaseQuota, reserveQuota } from '../outbox/index.js';
import { accountsOf, type Account } from './accounts.js';
import type { SendContext } from './send-context.js';
import { tryAcquireConnections } from './connection-lease.js';

export interface DirectMail {
  readonly kind: 'alert';
  readonly content: object;
  readonly recipients: readonly string[];
  /** Makes the Message-ID unique. */
  readonly key: string;
}

/** How sending a mail outside the queue went. */
export interface DirectSendResult {
  /** Recipients whose mail a server accepted, or may have accepted. */
  delivered: number;
  /** Why the others got none: the last reply, or that no account can send now; absent if a warning has said so. */
  lastError: string | undefined;
}

/**
 * Sends a mail outside the queue, through the first account that can.
 * @param result holds what was done so far, also if this throws
 */
export async function sendDirectly(context: SendContext, mail: DirectMail, result: DirectSendResult): Promise<void> {
  let waiting = mail.recipients;
  for (const account of await byLastSuccess(context.database, accountsOf(context.config.mailbox))) {
    if (waiting.length === 0) break;
    const lease = await tryAcquireConnections(context, account, 1);
    if (lease === undefined) continue;
    let mailer: Mailer | undefined;
    try {
      mailer = await account.open();
      for (const address of waiting) {
        const delivery = await deliver(context, account, mailer, mail, address);
        if (delivery === undefined) break;
        if (isAccountError(delivery.replyClass)) {
          result.lastError = undefined;
          break;
        }
        if (delivery.replyClass === 'accepted' || delivery.replyClass === 'no-reply') result.delivered += 1;
        else result.lastError = delivery.reply.text;
        waiting = waiting.slice(1);
      }
    } finally {
      mailer?.close();
      await lease.release();
    }
  }
}

/** Returns undefined if the account's quota is used up. */
async function deliver(
  { config: { office, mailbox, templatesDir }, groupCommit, now, deadline, onWarning }: SendContext,
  account: Account,
  mailer: Mailer,
  { kind, content, key }: DirectMail,
  address: string,
): Promise<DeliveryResult | undefined> {
  const { from } = account;
  const { locale } = office;
  const rendered = render(loadTemplates(templatesDir), { kind, content, locale, office, recipientName: null });
  const messageId = messageIdOf(`${kind}|${key}|${address}`, 0, mailbox.from);
  const raw = compose({
    mailbox: { ...mailbox, from },
    to: { address, name: null },
    kind,
    kindName: translate(locale)(`kinds.${kind}`),
    mail: rendered,
    logo: office.logo,
    messageId,
    date: now(),
  });
  const reservation = await groupCommit.write((transaction) => reserveQuota(transaction, account));
  if ('retryAfterMs' in reservation) return undefined;
  const delivery = await mailer.deliver({ from, to: address, raw, messageId }, deadline.cut);
  if (isAccountError(delivery.replyClass)) {
    onWarning(delivery.accountError!);
    await groupCommit.write((transaction) => releaseQuota(transaction, account.name, reservation));
  }
  return delivery;
}
