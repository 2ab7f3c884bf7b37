import type { SmtpConfig } from '../../config/index.js';
import type { Message } from '../../messages/index.js';
import type { TlsFacts } from './phases.js';

/** Certificates are commonly renewed 30 days before their end: with fewer left, the renewal has failed. */
const fewDays = 14;
/** Milliseconds; tokens and certificates are judged by the clock. */
const clockTolerance = 120_000;

export function certificateWarning({ daysLeft, validTo }: TlsFacts): Message[] {
  return daysLeft >= 0 && daysLeft <= fewDays
    ? [{ code: 'testSmtp.warning.certificate', args: { count: daysLeft, date: validTo.slice(0, 10) } }]
    : [];
}

export function clockWarning(offset: number | undefined): Message[] {
  if (offset === undefined || Math.abs(offset) < clockTolerance) return [];
  const count = Math.round(Math.abs(offset) / 60_000);
  return [{ code: offset > 0 ? 'testSmtp.warning.clockAhead' : 'testSmtp.warning.clockBehind', args: { count } }];
}

export function plainWarning({ security, login }: SmtpConfig): Message[] {
  if (security !== 'none' || login === undefined) return [];
  return [{ code: 'password' in login ? 'testSmtp.warning.plainPassword' : 'testSmtp.warning.plainToken' }];
}

/** Microsoft 365 and Gmail say yes to any sender in the envelope: the first refuses the message, the second writes the login's address into it. */
export function senderWarning({ login, from }: SmtpConfig, isMessageSent: boolean): Message[] {
  const isOther = login?.user.includes('@') === true && login.user.toLowerCase() !== from.toLowerCase();
  return isOther && !isMessageSent ? [{ code: 'testSmtp.warning.otherSender', args: { from, user: login.user } }] : [];
}
