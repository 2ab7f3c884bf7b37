import type { SmtpConfig } from '../config/index.js';

/** Returns a function that masks credentials in server replies; some servers echo them. */
export function maskOf(account: SmtpConfig): (text: string) => string {
  const secrets = secretsOf(account);
  return (text) => secrets.reduce((masked, secret) => masked.replaceAll(secret, '***'), text);
}

/** Longest first, because one may contain another. */
function secretsOf({ login }: SmtpConfig): string[] {
  if (login === undefined || !('password' in login)) return [];
  const password = login.password.reveal();
  const base64 = (text: string) => Buffer.from(text, 'utf8').toString('base64');
  return [base64(`\0${login.user}\0${password}`), base64(password), password];
}
