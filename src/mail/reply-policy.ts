import type { Phase, Reply } from './mailer.js';
import type { ReplyClass } from './reply-class.js';

interface Rule {
  readonly phases: readonly Phase[];
  /** The reply's code. A rule without it applies if there was no reply. */
  readonly code?: RegExp;
  /** The enhanced status code. A rule without it applies to any, and to none. */
  readonly status?: RegExp;
  readonly text?: RegExp;
  readonly replyClass: ReplyClass;
}

const beforeLogin: readonly Phase[] = ['connect', 'tls'];
/** In these phases a reply may be about the recipient. `envelope` is everything up to the reply to DATA. */
const afterSender: readonly Phase[] = ['envelope', 'rcpt', 'data', 'body', 'dot'];
const anyError = /^[45]/;

/** Texts of servers that use a code of a mailbox for a limit of the account. */
const limits = /(sending|relay|send|hourly|daily|message rate) .*(limit|quota)|rate limit/i;

/**
 * The reply policy: the first rule that matches decides. Code first, enhanced code next. Text only raises a doubt,
 * because servers use it as they like; what is delivered decides in the end. Codes are from RFC 5321, 3463, 4954 and
 * 7372; those from 5.7.30 up are from the error lists of Exchange Online.
 */
export const replyPolicy: readonly Rule[] = [
  { phases: beforeLogin, replyClass: 'unreachable' },
  { phases: beforeLogin, code: anyError, replyClass: 'unreachable' },
  { phases: ['auth'], replyClass: 'unreachable' },
  { phases: ['auth'], code: /^4/, replyClass: 'unreachable' },
  { phases: ['auth'], code: /^5/, replyClass: 'login-refused' },

  // The server does not know the recipient yet: the reply is about the account, or the announced size.
  { phases: ['mail'], replyClass: 'disconnected' },
  { phases: ['mail'], code: /^4/, replyClass: 'unreachable' },
  { phases: ['mail'], code: /^53[0458]/, replyClass: 'login-refused' },
  { phases: ['mail'], code: /^5/, status: /^5\.3\.4$/, replyClass: 'permanent' },
  { phases: ['mail'], code: /^5/, replyClass: 'sender-refused' },

  { phases: ['dot'], replyClass: 'no-reply' },
  { phases: afterSender, replyClass: 'disconnected' },
  // 503 means commands out of sequence; it is not about the message.
  { phases: afterSender, code: /^(421|503)/, replyClass: 'disconnected' },
  { phases: afterSender, code: /^53[0458]/, replyClass: 'login-refused' },
  { phases: afterSender, code: /^5/, status: /^5\.7\.(3|30|57|139)$/, replyClass: 'login-refused' },
  { phases: afterSender, code: /^4/, text: limits, replyClass: 'ambiguous-temporary' },
  // Codes about an address, a mailbox or the size. X.1.0 and X.2.0 are too general, X.1.7 and X.1.8 name the sender,
  // and 5.1.90 is Exchange's limit of recipients.
  { phases: afterSender, code: /^4/, status: /^[45]\.(1\.(?!(7|8|90)$)[1-9]\d*|2\.[123])$/, replyClass: 'temporary' },
  { phases: afterSender, code: /^5/, status: /^5\.(1\.(?!(7|8|90)$)[1-9]\d*|2\.[123]|3\.4)$/, replyClass: 'permanent' },
  { phases: afterSender, code: /^4/, replyClass: 'ambiguous-temporary' },
  { phases: afterSender, code: /^5/, replyClass: 'ambiguous' },
];

/** Returns the rule for a reply, or for its absence, in a phase of SMTP. */
export function ruleFor(phase: Phase, { code, enhancedCode = '', text }: Reply): Rule {
  const rule = replyPolicy.find(
    (candidate) =>
      candidate.phases.includes(phase) &&
      (code === undefined ? candidate.code === undefined : candidate.code?.test(String(code)) === true) &&
      (candidate.status?.test(enhancedCode) ?? true) &&
      (candidate.text?.test(text) ?? true),
  );
  // Not reached: every phase of SMTP has a rule for all codes, and pickup folders have no replies.
  if (rule === undefined) throw new TypeError(`no rule for ${phase} ${code ?? 'without a reply'}`);
  return rule;
}
