import type { SmtpConfig } from '../config/index.js';
import type { Mailer } from './mailer.js';

/** Opens an SMTP account; the first mail connects. */
export async function openSmtp(account: SmtpConfig): Promise<Mailer> {
  const { SmtpMailer } = await import('./smtp-mailer.js');
  return new SmtpMailer(account);
}

/** Opens a pickup folder and creates it if it does not exist. @throws PICKUP_UNWRITABLE */
export async function openPickup(directory: string): Promise<Mailer> {
  const { PickupMailer } = await import('./pickup-mailer.js');
  const mailer = new PickupMailer(directory);
  await mailer.prepare();
  return mailer;
}
