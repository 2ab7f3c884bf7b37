import type { MailboxConfig, SmtpConfig } from '../config/index.js';

/** The steps of an SMTP connection whose time is limited. */
export type TimedPhase =
  'connect' | 'greeting' | 'ehlo' | 'starttls' | 'auth' | 'mail' | 'rcpt' | 'data' | 'block' | 'dot' | 'reset' | 'quit';

/**
 * Milliseconds that a phase may take as a whole, so that a server that drips bytes gains no time. `block` is for each
 * megabyte of a message begun.
 */
export type PhaseTimeouts = Readonly<Record<TimedPhase, number>>;

/** Nothing is lost if the server does not answer the goodbye. */
const quitMs = 1_000;

/** The time limits of an account. */
export function phaseTimeouts({ timeouts: { command, ...phases } }: Pick<SmtpConfig, 'timeouts'>): PhaseTimeouts {
  return { ...phases, ehlo: command, starttls: command, auth: command, reset: command, quit: quitMs };
}

/**
 * What a server may send in one phase. RFC 5321 allows 512 bytes a line; the longest real replies, to EHLO, have some
 * forty lines.
 */
export const replyLimits = { bytes: 65_536, lines: 256 };

/**
 * The sum of all phases, in milliseconds: what a message of up to a megabyte can take. Leases are renewed while a
 * longer one is sent.
 */
export function longestDelivery(account: Pick<SmtpConfig, 'timeouts'>): number {
  const timeouts = phaseTimeouts(account);
  // EHLO is sent again after STARTTLS.
  return Object.values(timeouts).reduce((total, milliseconds) => total + milliseconds, timeouts.ehlo);
}

/** The same for the slowest account; 0 for a pickup folder. */
export function longestDeliveryOf({ transport }: Pick<MailboxConfig, 'transport'>): number {
  return transport.type === 'smtp' ? Math.max(...transport.accounts.map(longestDelivery)) : 0;
}
