import { LoginRefusedError, MailboxUnreachableError, SenderRefusedError, type MailServer } from '../errors/index.js';
import type { Delivery, Phase, Reply } from './mailer.js';

/** The part of a nodemailer error that tells what happened. */
export interface SmtpFault {
  readonly message: string;
  readonly code?: string;
  readonly command?: string;
  readonly response?: string;
  readonly responseCode?: number;
}

export interface FaultContext extends MailServer {
  readonly user: string;
  /** Whether the whole message had been handed to the connection when it broke. */
  readonly bodyEnded: boolean;
}

const phases: Readonly<Record<string, Phase>> = {
  'CONN': 'connect', 'EHLO': 'connect', 'HELO': 'connect', 'LHLO': 'connect', 'STARTTLS': 'tls',
  'MAIL FROM': 'mail', 'RCPT TO': 'rcpt', 'DATA': 'data',
};

/** Enhanced codes with which servers speak of the account although the reply came at RCPT or the dot. */
const accountCodes = new Set(['5.4.5', '5.7.3', '5.7.30', '5.7.57', '5.7.60', '5.7.139', '5.7.708']);
/** Status of an address, of a mailbox, and a message too large for it: whatever the words, the recipient's. */
const recipientCodes = /^5\.(1|2)\.\d+$|^5\.3\.4$/;
const accountWords = new RegExp([
  'sending (limit|quota)', 'daily .*(limit|quota)', 'relay(ing)? (access )?(denied|not permitted|prohibited)', 'unable to relay',
  'not allowed to send', 'send ?as ?denied', 'sender (address )?rejected',
].join('|'), 'i');

/**
 * Decides what an SMTP fault means: the reply's code first, its enhanced code next, the library's error
 * code last. Every reply to the final dot decides; `unknown` is only a connection that broke after it.
 */
export function classify(fault: SmtpFault, context: FaultContext): Delivery {
  const phase = phaseOf(fault, context);
  const reply = replyOf(fault);
  const stopped = (error: LoginRefusedError | MailboxUnreachableError | SenderRefusedError): Delivery =>
    ({ result: 'stopped', phase, reply, error });

  // The library refuses an address that cannot be put into an envelope, and has not asked the server.
  if (reply.code === undefined && fault.code === 'EENVELOPE') return { result: 'failed', phase: 'rcpt', reply };
  if (reply.code === undefined) {
    return phase === 'dot' ? { result: 'unknown', phase, reply } : stopped(new MailboxUnreachableError(context, phase, new Error(reply.text, { cause: fault })));
  }
  const isTemporary = reply.code < 500;
  if (phase === 'auth') {
    return stopped(isTemporary
      ? new MailboxUnreachableError(context, phase, fault) : new LoginRefusedError(context, context.user, fault));
  }
  if (phase === 'connect' || phase === 'tls' || reply.code === 421) return stopped(new MailboxUnreachableError(context, phase, fault));
  if (isTemporary) {
    return phase === 'mail' ? stopped(new MailboxUnreachableError(context, phase, fault)) : { result: 'deferred', phase, reply };
  }
  return speaksOfAccount(phase, reply)
    ? stopped(new SenderRefusedError(context, phase, fault)) : { result: 'failed', phase, reply };
}

function speaksOfAccount(phase: Phase, { enhancedCode, text }: Reply): boolean {
  if (phase === 'mail') return true;
  if (accountCodes.has(enhancedCode ?? '')) return true;
  // Exchange tells of a refused sender under 5.2.0.
  return /send ?as ?denied/i.test(text) || (!recipientCodes.test(enhancedCode ?? '') && accountWords.test(text));
}

function phaseOf({ command = '', code }: SmtpFault, { bodyEnded }: FaultContext): Phase {
  if (bodyEnded || code === 'EMESSAGE') return 'dot';
  if (code === 'EAUTH' || command.startsWith('AUTH')) return 'auth';
  if (code === 'ETLS') return 'tls';
  return phases[command] ?? 'connect';
}

function replyOf({ response, responseCode, message, code: fault }: SmtpFault): Reply {
  const text = fault === 'EABORT' ? 'no answer before the time of this run was up' : (response ?? message).trim();
  const code = responseCode ?? 0;
  const enhancedCode = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(text)?.[1];
  return { ...(code >= 400 ? { code } : {}), ...(enhancedCode === undefined ? {} : { enhancedCode }), text };
}
