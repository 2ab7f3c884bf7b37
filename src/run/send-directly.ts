import { compose, messageIdOf, render, wordsOf, type Delivery, type Mailer } from '../mail/index.js';
import { inOrderOfTrial, returnPermit, takePermit } from '../outbox/index.js';
import type { Account } from './accounts.js';
import type { SendContext } from './send-context.js';
import { tryTurn } from './turn.js';

export interface DirectMail {
  readonly kind: 'alert';
  readonly content: object;
  readonly recipients: readonly string[];
  /** What makes the Message-ID one of its own. */
  readonly key: string;
}

/** What became of a mail that is in no queue. */
export interface DirectCourse {
  /** Recipients whose mails a server took, or may have taken. */
  handedOver: number;
  /** Why others got none: the last reply, or that no account could send now; absent where the account's fault was told. */
  trouble: string | undefined;
}

/**
 * Sends a mail that is in no queue, through the first account that can.
 * @param course keeps what was done so far, also when this throws
 */
export async function sendDirectly(context: SendContext, mail: DirectMail, course: DirectCourse): Promise<void> {
  let waiting = mail.recipients;
  for (const account of await inOrderOfTrial(context.database, context.accounts)) {
    if (waiting.length === 0) break;
    const turn = await tryTurn(context, account, 1);
    if (turn === undefined) continue;
    let mailer: Mailer | undefined;
    try {
      mailer = await account.open(1);
      for (const address of waiting) {
        const delivery = await deliver(context, account, mailer, mail, address);
        if (delivery === undefined) break;
        if (delivery.result === 'stopped') {
          course.trouble = undefined;
          break;
        }
        if (delivery.result === 'sent' || delivery.result === 'unknown') course.handedOver += 1;
        else course.trouble = delivery.reply.text;
        waiting = waiting.slice(1);
      }
    } finally {
      mailer?.close();
      await turn.end();
    }
  }
}

/** @returns undefined when the account's quota is used up */
async function deliver(
  { config: { office, mailbox }, journal, loadTemplates, now, deadline, warned }: SendContext,
  account: Account, mailer: Mailer, { kind, content, key }: DirectMail, address: string,
): Promise<Delivery | undefined> {
  const permit = await journal.write((transaction) => takePermit(transaction, account));
  if ('waitMs' in permit) return undefined;
  const { from } = account;
  const { locale } = office;
  const rendered = render(await loadTemplates(), { kind, content, locale, office, recipientName: null });
  const messageId = messageIdOf(`${kind}|${key}|${address}`, 0, mailbox.from);
  const raw = compose({
    mailbox: { ...mailbox, from }, to: { address, name: null }, kind, kindName: wordsOf(locale)(`kinds.${kind}`), mail: rendered, logo: office.logo, messageId,
    date: now(),
  });
  const delivery = await mailer.deliver({ from, to: address, raw, messageId }, deadline.cut);
  if (delivery.result === 'stopped') {
    warned(delivery.error);
    await journal.write((transaction) => returnPermit(transaction, account.name, permit));
  }
  return delivery;
}
