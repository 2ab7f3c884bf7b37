import { redirected } from '../compose/redirect.js';
import { compose } from '../mail/compose.js';
import { loadTemplates } from '../mail/render/templates.js';
import { messageIdOf } from '../mail/message-id.js';
import { render } from '../mail/render/render.js';
import { translate } from '../mail/render/translate.js';
import { isAccountError, isAmbiguous } from '../mail/reply-class.js';
import type { DeliveryResult, Mailer } from '../mail/mailer.js';
import type { Message } from '../messages/index.js';
import {
  byLastSuccess,
  isLoginRefusal,
  recordRefusal,
  releaseQuota,
  reserveQuota,
  suspectedAccounts,
} from '../outbox/index.js';
import { accountsOf, type Account } from './accounts.js';
import type { SendContext } from './send-context.js';
import { tryAcquireConnections } from './connection-lease.js';

/** Every mail outside the queue is an alert. */
const kind = 'alert';

export interface DirectMail {
  readonly content: object;
  readonly recipients: readonly string[];
  /** Distinguishes the mail from others: the same key gives the same Message-ID. */
  readonly key: string;
}

/** How far a mail outside the queue has got. */
export interface DirectSendProgress {
  /** Recipients whose mail a server accepted, or may have accepted. */
  delivered: number;
  /** Why the others got none: the last reply. Undefined if a warning has said it. */
  lastError: string | Message | undefined;
}

/**
 * Sends a mail outside the queue: through the first account that can, and to those whom it does not reach through the
 * next.
 * @param progress updated as the mail is sent, so that the caller knows it also if this throws
 */
export async function sendDirectly(
  context: SendContext,
  mail: DirectMail,
  progress: DirectSendProgress,
): Promise<void> {
  let waiting = mail.recipients;
  const resting = (await suspectedAccounts(context.database))
    .filter(({ restsUntil }) => restsUntil !== null && Date.parse(restsUntil) > context.now().getTime())
    .map(({ account }) => account);
  for (const account of await byLastSuccess(context.database, accountsOf(context.config.mailbox))) {
    if (waiting.length === 0) break;
    if (resting.includes(account.name)) continue;
    const lease = await tryAcquireConnections(context, account, 1);
    if (lease === undefined) continue;
    let mailer: Mailer | undefined;
    try {
      mailer = await account.open();
      waiting = await deliverAll(context, account, mailer, mail, waiting, progress);
    } finally {
      await mailer?.close();
      await lease.release();
    }
  }
}

/** Sends the mail to each of these recipients. @returns those whom another account may reach */
async function deliverAll(
  context: SendContext,
  account: Account,
  mailer: Mailer,
  mail: DirectMail,
  recipients: readonly string[],
  progress: DirectSendProgress,
): Promise<string[]> {
  const forNextAccount: string[] = [];
  for (const [index, address] of recipients.entries()) {
    const delivery = await deliver(context, account, mailer, mail, address);
    if (delivery === undefined) return [...forNextAccount, ...recipients.slice(index)];
    const { replyClass, reply } = delivery;
    if (isAccountError(replyClass)) {
      // `onWarning` has said it.
      progress.lastError = undefined;
      return [...forNextAccount, ...recipients.slice(index)];
    }
    if (isAmbiguous(replyClass)) forNextAccount.push(address);
    if (replyClass === 'accepted' || replyClass === 'no-reply') progress.delivered += 1;
    else progress.lastError = reply.text;
  }
  return forNextAccount;
}

/** Returns undefined if the account's quota is used up. */
async function deliver(
  { config: { office, mailbox, templatesDir }, database, groupCommit, now, deadline, onWarning }: SendContext,
  account: Account,
  mailer: Mailer,
  { content, key }: DirectMail,
  address: string,
): Promise<DeliveryResult | undefined> {
  const { from } = account;
  const { locale } = office;
  const rendered = render(loadTemplates(templatesDir), { kind, content, locale, office, recipientName: null });
  // The mailbox's sender, so that the Message-ID does not depend on the account.
  const messageId = messageIdOf(`${kind}|${key}|${address}`, 0, mailbox.from);
  const raw = compose({
    mailbox: { ...mailbox, from },
    to: redirected({ address, name: null, locale: null }, mailbox.redirectTo),
    kind,
    kindName: translate(locale)(`kinds.${kind}`),
    mail: rendered,
    logo: office.logo,
    messageId,
    date: now(),
  });
  const reservation = await groupCommit.write((transaction) => reserveQuota(transaction, account));
  if ('retryAfterMs' in reservation) return undefined;
  const delivery = await mailer.deliver({ from, to: mailbox.redirectTo ?? address, raw, messageId }, deadline.cut);
  const { replyClass, phase, reply } = delivery;
  if (isAccountError(replyClass)) onWarning(delivery.accountError!);
  // The server counts this login, too.
  if (isLoginRefusal({ phase, text: reply.text }))
    await recordRefusal(database, { account: account.name, phase, text: reply.text, hasRefusedMany: false }, now());
  // An alert that nobody takes is tried again by each run that plans. It must not use up the quota of the other mails.
  if (replyClass !== 'accepted' && replyClass !== 'no-reply')
    await groupCommit.write((transaction) => releaseQuota(transaction, account.name, reservation));
  return delivery;
}
