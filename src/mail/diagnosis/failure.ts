import type { SmtpConfig } from '../../config/index.js';
import { ExitCode, NotifyError } from '../../errors/index.js';
import type { Message } from '../../messages/index.js';
import { classify, type SmtpError } from '../classify.js';
import type { DeliveryResult, Reply } from '../mailer.js';
import { isAccountError } from '../reply-class.js';
import { hintForFault, hintForReply, type Hint } from './hints.js';
import type { DiagnosisPhase, PhaseFacts } from './phases.js';
import { plainGreeting } from './probe.js';
import type { Diagnosis, PhaseReport } from './report.js';

type Fault = SmtpError & { readonly originalCode?: string };

/** A reply that refuses something. */
export interface Refusal {
  readonly phase: DiagnosisPhase;
  readonly reply: string;
  readonly milliseconds: number;
}

/** A conversation as it stands when a fault ends it. */
export interface Conversation {
  readonly account: SmtpConfig;
  /** Absent when no message was to be sent. */
  readonly recipient: string | undefined;
  /** The phase under way. */
  readonly current: DiagnosisPhase;
  readonly refused: Refusal | undefined;
  readonly facts: PhaseFacts;
}

interface Failure {
  readonly report: PhaseReport;
  readonly outcome: Omit<Diagnosis, 'warnings'>;
  readonly warnings: readonly Message[];
}

/** What a fault means: the phase it belongs to, what is known of it, and the exit code a run would end with. */
export async function failureOf(thrown: Error, conversation: Conversation, waited: number): Promise<Failure> {
  const { refused, account, current, facts, recipient } = conversation;
  const phase = refused?.phase ?? current;
  const report = (more: { ok: boolean; reply: Reply; hint?: Hint }) =>
    ({ phase, milliseconds: refused?.milliseconds ?? waited, facts: facts[phase], ...more }) as PhaseReport;
  if (thrown instanceof NotifyError) {
    return {
      report: report({ ok: false, reply: { text: thrown.message }, hint: { code: 'token' } }),
      outcome: { exitCode: thrown.exitCode, failed: phase, error: thrown },
      warnings: [],
    };
  }

  const fault = await enrichFault(thrown, phase, conversation);
  const { host, port, login, from } = account;
  const delivery = classify(fault, {
    host,
    port,
    user: login?.user ?? '',
    envelopeBegun: ['mail', 'rcpt', 'message'].includes(phase),
    bodyEnded: phase === 'message' && refused === undefined,
  });
  const { reply } = delivery;
  // The question was whether the sender may send; that its own mailbox takes nothing does not answer it.
  if (phase === 'rcpt' && recipient === undefined && !isAccountError(delivery.replyClass)) {
    return {
      report: report({ ok: true, reply }),
      outcome: { exitCode: ExitCode.ok },
      warnings: [{ code: 'testSmtp.warning.ownAddress', args: { from, reply: reply.text } }],
    };
  }
  return {
    report: report({ ok: false, reply, hint: hintOf(fault, phase, refused) }),
    outcome: { ...outcomeOf(delivery, phase), failed: phase },
    warnings: [],
  };
}

function hintOf(
  { response, code = '', originalCode = '', message }: Fault,
  phase: DiagnosisPhase,
  refused: Refusal | undefined,
): Hint {
  if (refused?.phase === 'tls') return hintForFault('tls', 'NO_STARTTLS');
  if (response === undefined) return hintForFault(phase, `${code} ${originalCode} ${message}`);
  return codeOf(response) === 0 ? hintForFault(phase, 'EPROTOCOL') : hintForReply(phase, response);
}

function outcomeOf({ replyClass, accountError }: DeliveryResult, phase: DiagnosisPhase): Omit<Diagnosis, 'warnings'> {
  if (isAccountError(replyClass)) return { exitCode: accountError!.exitCode, error: accountError!, replyClass };
  // The recipient was named on the command line: if it is refused, the mistake is there, and the account is well.
  const isBadRecipient = phase === 'rcpt' && (replyClass === 'permanent' || replyClass === 'ambiguous');
  return { exitCode: isBadRecipient ? ExitCode.usage : ExitCode.unavailable, replyClass };
}

/** The fault with the server's words in place of the library's, secrets masked; a port that answers TLS with plain words is listened to. */
async function enrichFault(thrown: Fault, phase: DiagnosisPhase, { refused, account }: Conversation): Promise<Fault> {
  if (refused !== undefined) return withReply(thrown, refused.reply);
  if (phase !== 'tls') return thrown;
  const { code = '', message } = thrown;
  const fault = Object.assign(new Error(message), { code: 'ETLS', originalCode: thrown.originalCode ?? code });
  if (account.security !== 'tls' || !/WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG/.test(code)) return fault;
  const greeting = await plainGreeting(account.host, account.port);
  if (greeting.startsWith('220'))
    return Object.assign(new Error(greeting), { code: 'ETLS', originalCode: 'PORT_SPEAKS_PLAIN' });
  return codeOf(greeting) >= 400 ? withReply(fault, greeting) : fault;
}

function withReply({ code, command }: Fault, reply: string): Fault {
  return Object.assign(new Error(reply), {
    ...(code === undefined ? {} : { code }),
    ...(command === undefined ? {} : { command }),
    response: reply,
    responseCode: codeOf(reply),
  });
}

function codeOf(reply: string): number {
  return Number(/^\d{3}/.exec(reply)?.[0] ?? 0);
}
