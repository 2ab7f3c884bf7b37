import { NotifyError, reasonOf } from '../errors/index.js';
import type { Delivery, Phase, Reply } from './mailer.js';
import { ruleFor } from './reply-policy.js';

/** The part of a nodemailer error that tells what happened. */
export interface SmtpFault {
  readonly message: string;
  readonly code?: string;
  readonly command?: string;
  readonly response?: string;
  readonly responseCode?: number;
}

export interface FaultContext {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** Whether a connection had been set up and the envelope begun. */
  readonly envelopeBegun: boolean;
  /** Whether the whole message had been handed to the connection when it broke. */
  readonly bodyEnded: boolean;
}

const phases: Readonly<Record<string, Phase>> = {
  EHLO: 'connect',
  HELO: 'connect',
  LHLO: 'connect',
  STARTTLS: 'tls',
  'MAIL FROM': 'mail',
  'RCPT TO': 'rcpt',
  DATA: 'data',
};

/**
 * Decides what an SMTP fault means: the reply's code first, its enhanced code next, the library's error
 * code last. Every reply to the final dot decides; `unknown` is only a connection that broke after it.
 */
export function classify(fault: SmtpFault, context: FaultContext): Delivery {
  const reply = replyOf(fault);
  // The library refuses an address that no envelope can hold, or a message beyond the server's size, and has not asked the server.
  if (fault.response === undefined && (fault.code === 'EENVELOPE' || fault.code === 'EMESSAGE'))
    return { result: 'failed', phase: 'rcpt', reply };
  const phase = phaseOf(fault, context);
  const cause = reply.code === undefined ? new Error(reply.text, { cause: fault }) : fault;
  const { host, port, user } = context;
  const reason = reasonOf(cause);
  const unreachable = () => new NotifyError('MAILBOX_UNREACHABLE', { host, port, phase, reason }, { cause });
  const refused = () => new NotifyError('MAILBOX_REFUSES_SENDER', { host, port, phase, reason }, { cause });
  const loginRefused = () => new NotifyError('MAILBOX_LOGIN_REFUSED', { host, port, user, reason }, { cause });
  switch (ruleFor(phase, reply).meaning) {
    case 'later':
      return { result: 'deferred', phase, reply };
    case 'refused':
      return { result: 'failed', phase, reply };
    case 'refused-or-account':
      return { result: 'failed', phase, reply, suspicion: refused() };
    case 'cut-off':
      // By the end of this run's time, not by the server.
      if (fault.code === 'EABORT') return { result: 'stopped', phase, reply, error: unreachable() };
      return { result: 'deferred', phase, reply, suspicion: unreachable() };
    case 'unknown':
      return { result: 'unknown', phase, reply, suspicion: unreachable() };
    case 'unreachable':
      return { result: 'stopped', phase, reply, error: unreachable() };
    case 'sender-refused':
      return { result: 'stopped', phase, reply, error: refused() };
    case 'login-refused':
      return { result: 'stopped', phase, reply, error: loginRefused() };
  }
}

function phaseOf({ command = '', code }: SmtpFault, { envelopeBegun, bodyEnded }: FaultContext): Phase {
  if (bodyEnded || code === 'EMESSAGE') return 'dot';
  if (code === 'EAUTH' || command.startsWith('AUTH')) return 'auth';
  if (code === 'ETLS') return 'tls';
  return phases[command] ?? (envelopeBegun ? 'envelope' : 'connect');
}

function replyOf(fault: SmtpFault): Reply {
  const text = textOf(fault);
  const code = fault.responseCode ?? 0;
  const enhancedCode = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(text)?.[1];
  return { ...(code >= 400 ? { code } : {}), ...(enhancedCode === undefined ? {} : { enhancedCode }), text };
}

function textOf({ code, message, response }: SmtpFault): string {
  if (code === 'EABORT') return 'no answer before the time of this run was up';
  // What the library says of a connection that was closed on it, retries or none.
  if (message.startsWith('Reached maximum number of retries')) return 'the server closed the connection';
  return (response ?? message).trim();
}
