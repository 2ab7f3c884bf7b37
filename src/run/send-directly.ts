import { compose, messageIdOf, render, wordsOf, type Mailer } from '../mail/index.js';
import { inOrderOfTrial, takePermit } from '../outbox/index.js';
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

/**
 * Sends a mail that is in no queue, through the first account that can.
 * @returns how many recipients' mails a server took
 */
export async function sendDirectly(context: SendContext, mail: DirectMail): Promise<number> {
  let [taken, waiting] = [0, mail.recipients];
  for (const account of await inOrderOfTrial(context.database, context.accounts)) {
    if (waiting.length === 0) break;
    const turn = await tryTurn(context, account, 1);
    if (turn === undefined) continue;
    let mailer: Mailer | undefined;
    try {
      mailer = await account.open(1);
      for (const address of waiting) {
        const delivery = await deliver(context, account, mailer, mail, address);
        if (delivery === 'stopped') break;
        if (delivery === 'sent') taken += 1;
        waiting = waiting.slice(1);
      }
    } finally {
      mailer?.close();
      await turn.end();
    }
  }
  return taken;
}

async function deliver(
  { config: { office, mailbox }, journal, loadTemplates, now, deadline, warned }: SendContext,
  account: Account, mailer: Mailer, { kind, content, key }: DirectMail, address: string,
): Promise<'sent' | 'refused' | 'stopped'> {
  if ('waitMs' in await journal.write((transaction) => takePermit(transaction, account))) return 'stopped';
  const { from } = account;
  const { locale } = office;
  const rendered = render(await loadTemplates(), { kind, content, locale, office, recipientName: null });
  const messageId = messageIdOf(`${kind}|${key}|${address}`, 0, mailbox.from);
  const raw = await compose({
    mailbox: { ...mailbox, from }, to: { address, name: null }, kind, kindName: wordsOf(locale)(`kinds.${kind}`), mail: rendered, logo: office.logo, messageId,
    date: now(),
  });
  const delivery = await mailer.deliver({ from, to: address, raw, messageId }, deadline.cut);
  if (delivery.result === 'stopped') warned(delivery.error);
  return delivery.result === 'sent' || delivery.result === 'stopped' ? delivery.result : 'refused';
}
