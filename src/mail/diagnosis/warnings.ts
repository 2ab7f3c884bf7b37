import { normaliseAddress } from '../../address.js';
import type { SmtpConfig } from '../../config/index.js';
import type { Message } from '../../messages/index.js';
import type { TlsFacts } from './phases.js';

/**
 * Days. Certificates are commonly renewed 30 days before they expire, so with fewer days left the renewal has failed.
 */
const minDaysLeft = 14;
/** Servers check tokens and certificates against the time, so a wrong clock breaks logins. */
const clockToleranceMs = 120_000;

export function certificateWarning({ daysLeft, validTo }: TlsFacts): Message[] {
  return daysLeft >= 0 && daysLeft <= minDaysLeft
    ? [{ code: 'testSmtp.warning.certificate', args: { count: daysLeft, date: validTo.slice(0, 10) } }]
    : [];
}

export function clockWarning(offset: number | undefined): Message[] {
  if (offset === undefined || Math.abs(offset) < clockToleranceMs) return [];
  const count = Math.round(Math.abs(offset) / 60_000);
  return [{ code: offset > 0 ? 'testSmtp.warning.clockAhead' : 'testSmtp.warning.clockBehind', args: { count } }];
}

export function unencryptedLoginWarning({ security, login }: SmtpConfig): Message[] {
  if (security !== 'none' || login === undefined) return [];
  return [{ code: 'password' in login ? 'testSmtp.warning.plainPassword' : 'testSmtp.warning.plainToken' }];
}

const microsoftHosts = ['smtp.office365.com', 'outlook.office365.com'];

/** Microsoft retires passwords for SMTP: message MC786329 of its message center. */
export function microsoftPasswordWarning({ host, login }: SmtpConfig): Message[] {
  const hasPassword = login !== undefined && 'password' in login;
  return hasPassword && microsoftHosts.includes(host.toLowerCase().replace(/\.$/, ''))
    ? [{ code: 'testSmtp.warning.microsoftPassword', args: { host } }]
    : [];
}

/** Without a domain, this host's name is no name for EHLO, and the connection says its own address instead. */
export function hostNameWarning({ ehloName }: SmtpConfig, hostName: string | undefined): Message[] {
  return ehloName === undefined && hostName !== undefined && !hostName.includes('.')
    ? [{ code: 'testSmtp.warning.hostName', args: { hostName } }]
    : [];
}

/**
 * Microsoft 365 and Gmail accept any sender in the envelope. Microsoft 365 then refuses the message; Gmail replaces the
 * sender by the login's address.
 */
export function senderWarning({ login, from }: SmtpConfig, isMessageSent: boolean): Message[] {
  const isOtherSender = login?.user.includes('@') === true && normaliseAddress(login.user) !== normaliseAddress(from);
  return isOtherSender && !isMessageSent
    ? [{ code: 'testSmtp.warning.otherSender', args: { from, user: login.user } }]
    : [];
}
