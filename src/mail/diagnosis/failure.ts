import type { SmtpConfig } from '../../config/index.js';
import { omitUndefined } from '../../omit-undefined.js';
import { ExitCode, NotifyError } from '../../errors/index.js';
import type { Message } from '../../messages/index.js';
import { classify, type SmtpError } from '../classify.js';
import type { DeliveryResult, Reply } from '../mailer.js';
import { isAccountError, isRecipientError } from '../reply-class.js';
import { cutReply } from '../reply-text.js';
import { hintForError, hintForReply, type Hint, type HintCode } from './hints.js';
import type { DiagnosisPhase, PhaseFacts } from './phases.js';
import { plainGreeting } from './probe.js';
import type { Diagnosis, PhaseReport } from './report.js';

/** A reply that refuses something. */
export interface Refusal {
  readonly phase: DiagnosisPhase;
  readonly reply: string;
  readonly milliseconds: number;
}

/** The state of a conversation at the error that ends it. */
export interface Conversation {
  readonly account: SmtpConfig;
  /** Absent if no message was to be sent. */
  readonly recipient: string | undefined;
  /** The phase that is running. */
  readonly current: DiagnosisPhase;
  readonly refused: Refusal | undefined;
  readonly facts: PhaseFacts;
}

interface Failure {
  readonly report: PhaseReport;
  readonly outcome: Omit<Diagnosis, 'warnings'>;
  readonly warnings: readonly Message[];
}

/**
 * Explains an error that ended a conversation: its phase, a hint, and the exit code a run would end with.
 * @param phaseMs milliseconds since the current phase started
 * @param known the hint, if something else than the error has shown it
 */
export async function failureOf(
  thrown: Error,
  conversation: Conversation,
  phaseMs: number,
  known?: Hint,
): Promise<Failure> {
  const { refused, account, current, facts, recipient } = conversation;
  const phase = refused?.phase ?? current;
  const report = (more: { ok: boolean; reply: Reply; hint?: Hint }) =>
    ({ phase, milliseconds: refused?.milliseconds ?? phaseMs, facts: facts[phase], ...more }) as PhaseReport;
  if (thrown instanceof NotifyError) {
    return {
      report: report({ ok: false, reply: { text: thrown.message }, hint: { code: 'token' } }),
      outcome: { exitCode: thrown.exitCode, failed: phase, error: thrown },
      warnings: [],
    };
  }

  const error = await enrichError(thrown, phase, conversation);
  const { host, port, login, from } = account;
  const delivery = classify(error, {
    host,
    port,
    user: login?.user ?? '',
    hasToken: login !== undefined && 'oauth2' in login,
    hasEnvelopeStarted: ['mail', 'rcpt', 'message'].includes(phase),
    isBodySent: phase === 'message' && refused === undefined,
    // The transcript has masked it.
    mask: (text) => text,
  });
  const { reply } = delivery;
  // The test is whether the sender may send. A refusal by the sender's own mailbox, as recipient, does not decide that.
  if (phase === 'rcpt' && recipient === undefined && isRecipientError(delivery.replyClass)) {
    return {
      report: report({ ok: true, reply }),
      outcome: { exitCode: ExitCode.ok },
      warnings: [{ code: 'testSmtp.warning.ownAddress', args: { from, reply: reply.text } }],
    };
  }
  return {
    report: report({ ok: false, reply, hint: known ?? hintOf(error, phase, conversation) }),
    outcome: { ...outcomeOf(delivery, phase, recipient), failed: phase },
    warnings: [],
  };
}

/** Hints that speak of a password. A server answers to a refused token in the same words. */
const passwordHints: readonly HintCode[] = [
  'wrong-password',
  'exchange-login',
  'app-password',
  'browser-login',
  'basic-auth-off',
  'other',
];

function hintOf(
  { response, code = '', originalCode = '', message }: SmtpError,
  phase: DiagnosisPhase,
  { refused, account: { login } }: Conversation,
): Hint {
  if (refused?.phase === 'tls') return hintForError('tls', 'NO_STARTTLS');
  if (response === undefined) return hintForError(phase, `${code} ${originalCode} ${message}`);
  if (codeOf(response) === 0) return hintForError(phase, 'EPROTOCOL');
  const hint = hintForReply(phase, response);
  const hasToken = login !== undefined && 'oauth2' in login;
  return hasToken && phase === 'auth' && response.startsWith('5') && passwordHints.includes(hint.code)
    ? { ...hint, code: 'token-refused' }
    : hint;
}

function outcomeOf(
  { replyClass, accountError }: DeliveryResult,
  phase: DiagnosisPhase,
  recipient: string | undefined,
): Omit<Diagnosis, 'warnings'> {
  if (isAccountError(replyClass)) return { exitCode: accountError!.exitCode, error: accountError!, replyClass };
  // The recipient comes from the command line. If only the recipient is refused, the account works.
  const isRefused = replyClass === 'permanent' || replyClass === 'ambiguous';
  const isBadRecipient = phase === 'rcpt' && recipient !== undefined && isRefused;
  return { exitCode: isBadRecipient ? ExitCode.usage : ExitCode.unavailable, replyClass };
}

/**
 * Returns the error with the server's masked reply in place of the library's text. If a port answers a TLS handshake
 * without TLS, its greeting is read to tell an SMTP server from another one.
 */
async function enrichError(
  thrown: SmtpError,
  phase: DiagnosisPhase,
  { refused, account }: Conversation,
): Promise<SmtpError> {
  if (refused !== undefined) return withReply(thrown, refused.reply);
  if (phase !== 'tls') return thrown;
  const { code = '', message } = thrown;
  const error = Object.assign(new Error(message), { code: 'ETLS', originalCode: thrown.originalCode ?? code });
  if (account.security !== 'tls' || !/WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG/.test(code)) return error;
  const greeting = cutReply(await plainGreeting(account.host, account.port));
  if (greeting.startsWith('220'))
    return Object.assign(new Error(greeting), { code: 'ETLS', originalCode: 'PORT_SPEAKS_PLAIN' });
  return codeOf(greeting) >= 400 ? withReply(error, greeting) : error;
}

function withReply({ code, command }: SmtpError, reply: string): SmtpError {
  return Object.assign(new Error(reply), {
    ...omitUndefined({ code, command }),
    response: reply,
    responseCode: codeOf(reply),
  });
}

function codeOf(reply: string): number {
  return Number(/^\d{3}/.exec(reply)?.[0] ?? 0);
}
