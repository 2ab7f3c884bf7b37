import { NotifyError, reasonOf } from '../errors/index.js';
import type { DeliveryResult, Phase, Reply } from './mailer.js';
import type { ReplyClass } from './reply-class.js';
import { cutReply } from './reply-text.js';
import { ruleFor } from './reply-policy.js';

/** The `originalCode` of the error if a connection offers no login although the account has one. */
export const loginNotOffered = 'LOGIN_NOT_OFFERED';

/** The fields of a nodemailer error that say what happened. */
export interface SmtpError {
  readonly message: string;
  readonly code?: string;
  readonly originalCode?: string;
  readonly command?: string;
  readonly response?: string;
  readonly responseCode?: number;
}

export interface SmtpErrorContext {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** True if the account logs in with an access token. */
  readonly hasToken: boolean;
  /** True if the connection was set up and the envelope was started. */
  readonly hasEnvelopeStarted: boolean;
  /** True if the whole message had been written when the connection broke. */
  readonly isBodySent: boolean;
  /** Masks credentials, after the reply is classified. */
  readonly mask: (text: string) => string;
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
 * Classifies an SMTP error by the reply's code first, its enhanced code next, the library's error code last. A reply to
 * the final dot is classified like any other; only a connection that broke after the dot is `no-reply`.
 */
export function classify(error: SmtpError, context: SmtpErrorContext): DeliveryResult {
  const { text, ...codes } = replyOf(error);
  const reply = { ...codes, text: context.mask(text) };
  // nodemailer refused the address, or a message above the server's size limit, without asking the server.
  if (error.response === undefined && (error.code === 'EENVELOPE' || error.code === 'EMESSAGE'))
    return { replyClass: 'permanent', phase: 'rcpt', reply };
  if (error.originalCode === loginNotOffered) {
    const { host, port } = context;
    const accountError = new NotifyError('MAILBOX_LOGIN_NOT_OFFERED', { host, port });
    return { replyClass: 'login-refused', phase: 'auth', reply, accountError };
  }
  const phase = phaseOf(error, context);
  const replyClass = replyClassOf(phase, { ...codes, text }, error);
  const cause = Object.assign(new Error(reply.text), { code: error.code });
  return { replyClass, phase, reply, ...accountErrorOf(replyClass, phase, context, cause) };
}

function replyClassOf(phase: Phase, reply: Reply, error: SmtpError): ReplyClass {
  // A reply that is none is not an acceptance. It is not repeated in this run, because it may have been meant as one.
  if (phase === 'dot' && error.code === 'EPROTOCOL' && error.response !== undefined) return 'temporary';
  const { replyClass } = ruleFor(phase, reply);
  // The time limit of this run closed the connection, not the server.
  return replyClass === 'disconnected' && error.code === 'EABORT' ? 'unreachable' : replyClass;
}

function accountErrorOf(
  replyClass: ReplyClass,
  phase: Phase,
  { host, port, user, hasToken }: SmtpErrorContext,
  cause: unknown,
): Pick<DeliveryResult, 'accountError'> {
  const reason = reasonOf(cause);
  const args = { host, port, phase: { code: `deliveryPhase.${phase}` } } as const;
  switch (replyClass) {
    case 'accepted':
    case 'temporary':
    case 'permanent':
      return {};
    case 'disconnected':
    case 'no-reply':
    case 'unreachable':
    case 'ambiguous-temporary':
      return { accountError: new NotifyError('MAILBOX_UNREACHABLE', { ...args, reason }, { cause }) };
    case 'ambiguous':
    case 'sender-refused':
      return { accountError: new NotifyError('MAILBOX_REFUSES_SENDER', { ...args, reason }, { cause }) };
    case 'login-refused': {
      const code = hasToken ? 'MAILBOX_TOKEN_NOT_ACCEPTED' : 'MAILBOX_LOGIN_REFUSED';
      return { accountError: new NotifyError(code, { host, port, user, reason }, { cause }) };
    }
  }
}

function phaseOf({ command = '', code }: SmtpError, { hasEnvelopeStarted, isBodySent }: SmtpErrorContext): Phase {
  if (isBodySent || code === 'EMESSAGE') return 'dot';
  if (code === 'EAUTH' || command.startsWith('AUTH')) return 'auth';
  if (code === 'ETLS') return 'tls';
  return phases[command] ?? (hasEnvelopeStarted ? 'envelope' : 'connect');
}

function replyOf(error: SmtpError): Reply {
  const text = textOf(error);
  const code = error.responseCode ?? 0;
  // Some servers give the enhanced code in the last line only.
  const enhancedCode = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/m.exec(cutReply(error.response ?? text))?.[1];
  return {
    ...(code >= 400 && code < 600 ? { code } : {}),
    ...(enhancedCode === undefined ? {} : { enhancedCode }),
    text,
  };
}

function textOf({ code, message, response }: SmtpError): string {
  if (code === 'EABORT') return 'no answer before the time of this run was up';
  return joinLines(cutReply(response ?? message));
}

/** Joins the lines of a reply. The code is kept once, and so is an enhanced code. */
export function joinLines(reply: string): string {
  const [first = '', ...more] = reply.trim().split(/\r?\n/);
  const enhancedCode = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3}) /.exec(first)?.[1];
  const rest = more.map((line) => {
    const text = line.replace(/^\d{3}[ -]?/, '').trim();
    return enhancedCode !== undefined && text.startsWith(enhancedCode) ? text.slice(enhancedCode.length).trim() : text;
  });
  return [first.replace(/^(\d{3})-/, '$1 ').trim(), ...rest].filter((text) => text !== '').join(' ');
}
