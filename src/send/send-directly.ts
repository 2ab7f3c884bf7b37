import { compose, loadTemplates, messageIdOf, render, translate, type Delivery, type Mailer } from '../mail/index.js';
import { byLastSuccess, releaseQuota, reserveQuota } from '../outbox/index.js';
import { accountsOf, type Account } from './accounts.js';
import type { SendContext } from './send-context.js';
import { tryAcquireConnections } from './connection-lease.js';

export interface DirectMail {
  readonly kind: 'alert';
  readonly content: object;
  readonly recipients: readonly string[];
  /** What makes the Message-ID one of its own. */
  readonly key: string;
}

/** What became of a mail that is in no queue. */
export interface DirectSendResult {
  /** Recipients whose mails a server took, or may have taken. */
  delivered: number;
  /** Why others got none: the last reply, or that no account could send now; absent where the account's fault was told. */
  lastError: string | undefined;
}

/**
 * Sends a mail that is in no queue, through the first account that can.
 * @param course keeps what was done so far, also when this throws
 */
export async function sendDirectly(context: SendContext, mail: DirectMail, course: DirectSendResult): Promise<void> {
  let waiting = mail.recipients;
  for (const account of await byLastSuccess(context.database, accountsOf(context.config.mailbox))) {
    if (waiting.length === 0) break;
    const turn = await tryAcquireConnections(context, account, 1);
    if (turn === undefined) continue;
    let mailer: Mailer | undefined;
    try {
      mailer = await account.open(1);
      for (const address of waiting) {
        const delivery = await deliver(context, account, mailer, mail, address);
        if (delivery === undefined) break;
        if (delivery.result === 'stopped') {
          course.lastError = undefined;
          break;
        }
        if (delivery.result === 'sent' || delivery.result === 'unknown') course.delivered += 1;
        else course.lastError = delivery.reply.text;
        waiting = waiting.slice(1);
      }
    } finally {
      mailer?.close();
      await turn.release();
    }
  }
}

/** @returns undefined when the account's quota is used up */
async function deliver(
  { config: { office, mailbox, templatesDir }, groupCommit, now, deadline, onWarning }: SendContext,
  account: Account,
  mailer: Mailer,
  { kind, content, key }: DirectMail,
  address: string,
): Promise<Delivery | undefined> {
  const permit = await groupCommit.write((transaction) => reserveQuota(transaction, account));
  if ('retryAfterMs' in permit) return undefined;
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
  const delivery = await mailer.deliver({ from, to: address, raw, messageId }, deadline.cut);
  if (delivery.result === 'stopped') {
    onWarning(delivery.error);
    await groupCommit.write((transaction) => releaseQuota(transaction, account.name, permit));
  }
  return delivery;
}
