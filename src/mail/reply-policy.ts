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

/** Texts of providers and hosting panels about sending limits. */
const limits = new RegExp(
  [
    '(sending|relay|send|hourly|daily|message rate) .*(limit|quota)',
    '(limit|quota) .*(sending|outgoing)',
    'rate limit',
    'too many (messages|e-?mails|connections)',
    'exceeded the max',
    '(messages|e-?mails) per (minute|hour|day)',
    'sender thread limit',
    'limit .*wys[ył]',
    'przekroczon.* limit',
  ].join('|'),
  'i',
);
const senders = new RegExp(
  [
    'relay(ing)? (access )?(denied|not permitted|prohibited)',
    'unable to relay',
    'not allowed to send',
    'sender (address )?rejected',
    'authentication (is )?required',
  ].join('|'),
  'i',
);

/**
 * The reply policy: the first rule that matches decides. Code first, enhanced code next, text last, because servers use
 * text for what RFC 3463 has no code for. Codes are from RFC 5321, 3463, 4954 and 7372; 5.1.8, 5.1.90, 5.4.5 and those
 * from 5.7.30 up are from the error lists of Exchange Online and Gmail.
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
  {
    phases: afterSender,
    code: /^5/,
    status: /^5\.(1\.(7|8|90)|4\.5|7\.(2\d|54|60|[57]\d\d))$/,
    replyClass: 'sender-refused',
  },
  // Exchange reports a refused sender and a full quota as 5.2.0 and 5.2.252, which are codes about a mailbox.
  {
    phases: afterSender,
    code: anyError,
    text: /send ?as ?denied|submission ?quota ?exceeded/i,
    replyClass: 'sender-refused',
  },
  { phases: afterSender, code: /^4/, text: limits, replyClass: 'unreachable' },
  // Codes about an address, a mailbox, or its size limit decide whatever the text. X.1.0 and X.2.0 are too general.
  { phases: afterSender, code: /^4/, status: /^4\.[12]\.\d+$/, replyClass: 'temporary' },
  { phases: afterSender, code: /^5/, status: /^5\.([12]\.[1-9]\d*|3\.4)$/, replyClass: 'permanent' },
  { phases: afterSender, code: anyError, text: senders, replyClass: 'sender-refused' },
  { phases: afterSender, code: /^5/, text: limits, replyClass: 'sender-refused' },
  { phases: afterSender, code: /^4/, replyClass: 'temporary' },
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
