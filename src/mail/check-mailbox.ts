import { createTransport } from 'nodemailer';
import type { Config, SmtpConfig } from '../config/index.js';
import { classify, type SmtpFault } from './classify.js';
import { compose, messageIdOf } from './compose.js';
import type { Delivery } from './mailer.js';
import { tokensOf } from './oauth2/tokens.js';
import { render } from './render/render.js';
import { loadTemplates } from './render/templates.js';
import { SmtpMailer } from './smtp-mailer.js';
import { smtpOptions } from './smtp-options.js';

/**
 * Connects, secures the connection and logs in.
 * @returns the account's name
 * @throws MailboxUnreachableError, LoginRefusedError, TokenRefusedError or TokenUnreachableError
 */
export async function checkMailbox(config: SmtpConfig): Promise<string> {
  const tokens = tokensOf(config);
  await tokens?.token();
  const transport = createTransport(smtpOptions(config, tokens));
  try {
    await transport.verify();
    return config.name;
  } catch (error) {
    const { host, port, login } = config;
    const delivery = classify(error as SmtpFault, { host, port, user: login?.user ?? '', envelopeBegun: false, bodyEnded: false });
    throw delivery.result === 'stopped' ? delivery.error : error;
  } finally {
    transport.close();
  }
}

/** Sends one message through the account and tells what the server said. */
export async function sendTestMessage({ mailbox, office, templatesDir }: Config, account: SmtpConfig, to: string): Promise<Delivery> {
  const mailer = new SmtpMailer(account);
  try {
    const date = new Date();
    const mail = render(loadTemplates(templatesDir), {
      kind: 'test-message', content: { account: mailer.account, sentAt: date.toISOString() }, locale: office.locale, office, recipientName: null,
    });
    const messageId = messageIdOf(`test-message|${date.toISOString()}|${to}`, 0, mailbox.from);
    const raw = await compose({ mailbox: { ...mailbox, from: account.from }, to: { address: to, name: null }, kind: 'test-message', kindName: mail.subject, mail, messageId, date });
    return await mailer.deliver({ from: account.from, to, raw, messageId }, new AbortController().signal);
  } finally {
    mailer.close();
  }
}
