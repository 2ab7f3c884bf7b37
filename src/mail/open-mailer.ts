import type { MailboxConfig } from '../config/index.js';
import type { Mailer } from './mailer.js';

/** The configured way out; an SMTP library is loaded only for an SMTP account. */
export async function openMailer({ transport }: MailboxConfig): Promise<Mailer> {
  if (transport.type === 'smtp') {
    const { SmtpMailer } = await import('./smtp-mailer.js');
    return new SmtpMailer(transport.accounts[0]!);
  }
  const { PickupMailer } = await import('./pickup-mailer.js');
  const mailer = new PickupMailer(transport.directory);
  await mailer.prepare();
  return mailer;
}
