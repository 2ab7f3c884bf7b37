import type { Config, SmtpConfig } from '../config/index.js';
import { compose } from './compose.js';
import { messageIdOf } from './message-id.js';
import type { Mail } from './mailer.js';
import { render } from './render/render.js';
import { loadTemplates } from './render/templates.js';

/** Composes the test message of an account. */
export function testMessage({ mailbox, office, templatesDir }: Config, { name, from }: SmtpConfig, to: string): Mail {
  const date = new Date();
  const mail = render(loadTemplates(templatesDir), {
    kind: 'test-message',
    content: { account: name, sentAt: date.toISOString() },
    locale: office.locale,
    office,
    recipientName: null,
  });
  const messageId = messageIdOf(`test-message|${date.toISOString()}|${to}`, 0, from);
  const raw = compose({
    mailbox: { ...mailbox, from },
    to: { address: to, name: null },
    kind: 'test-message',
    kindName: mail.subject,
    mail,
    logo: office.logo,
    messageId,
    date,
  });
  return { from, to, raw, messageId };
}
