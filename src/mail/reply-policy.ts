import type { Phase, Reply } from './mailer.js';
import type { ReplyClass } from './reply-class.js';

interface Rule {
  readonly phases: readonly Phase[];
  /** The reply's code; a rule without one is for no reply at all. */
  readonly code?: RegExp;
  /** The enhanced status code; whatever it is, or none, without one. */
  readonly status?: RegExp;
  readonly text?: RegExp;
  readonly replyClass: ReplyClass;
}

const before: readonly Phase[] = ['connect', 'tls'];
/** From here on a reply may be about the recipient; `envelope` is all up to the reply to DATA. */
const within: readonly Phase[] = ['envelope', 'rcpt', 'data', 'body', 'dot'];
const any = /^[45]/;

/** Sending limits as providers and hosting panels word them. */
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
 * The reply policy: the first rule that fits decides. Code first, enhanced code next, words last, for servers put
 * what they mean into words where RFC 3463 has no code for it. Codes: RFC 5321, 3463, 4954, 7372; 5.1.8, 5.1.90, 5.4.5
 * and those from 5.7.30 up as Exchange Online and Gmail list them among the errors their senders meet.
 */
export const replyPolicy: readonly Rule[] = [
  { phases: before, replyClass: 'unreachable' },
  { phases: before, code: any, replyClass: 'unreachable' },
  { phases: ['auth'], replyClass: 'unreachable' },
  { phases: ['auth'], code: /^4/, replyClass: 'unreachable' },
  { phases: ['auth'], code: /^5/, replyClass: 'login-refused' },

  // Spoken before any recipient is named: about the account, or the size it announced.
  { phases: ['mail'], replyClass: 'disconnected' },
  { phases: ['mail'], code: /^4/, replyClass: 'unreachable' },
  { phases: ['mail'], code: /^53[0458]/, replyClass: 'login-refused' },
  { phases: ['mail'], code: /^5/, status: /^5\.3\.4$/, replyClass: 'permanent' },
  { phases: ['mail'], code: /^5/, replyClass: 'sender-refused' },

  { phases: ['dot'], replyClass: 'no-reply' },
  { phases: within, replyClass: 'disconnected' },
  // 503 is a session out of step, not a word about the message.
  { phases: within, code: /^(421|503)/, replyClass: 'disconnected' },
  { phases: within, code: /^53[0458]/, replyClass: 'login-refused' },
  { phases: within, code: /^5/, status: /^5\.7\.(3|30|57|139)$/, replyClass: 'login-refused' },
  {
    phases: within,
    code: /^5/,
    status: /^5\.(1\.(7|8|90)|4\.5|7\.(2\d|54|60|[57]\d\d))$/,
    replyClass: 'sender-refused',
  },
  // Exchange tells of a refused sender and of a full quota under 5.2.0 and 5.2.252, codes of a mailbox.
  { phases: within, code: any, text: /send ?as ?denied|submission ?quota ?exceeded/i, replyClass: 'sender-refused' },
  { phases: within, code: /^4/, text: limits, replyClass: 'unreachable' },
  // Status of an address, of a mailbox, and a message too large for it: whatever the words. X.1.0 and X.2.0 say nothing.
  { phases: within, code: /^4/, status: /^4\.[12]\.\d+$/, replyClass: 'temporary' },
  { phases: within, code: /^5/, status: /^5\.([12]\.[1-9]\d*|3\.4)$/, replyClass: 'permanent' },
  { phases: within, code: any, text: senders, replyClass: 'sender-refused' },
  { phases: within, code: /^5/, text: limits, replyClass: 'sender-refused' },
  { phases: within, code: /^4/, replyClass: 'temporary' },
  { phases: within, code: /^5/, replyClass: 'ambiguous' },
];

export function ruleFor(phase: Phase, { code, enhancedCode = '', text }: Reply): Rule {
  const rule = replyPolicy.find(
    (candidate) =>
      candidate.phases.includes(phase) &&
      (code === undefined ? candidate.code === undefined : candidate.code?.test(String(code)) === true) &&
      (candidate.status?.test(enhancedCode) ?? true) &&
      (candidate.text?.test(text) ?? true),
  );
  // Pickup folders have no replies; every phase of SMTP ends in a rule for all codes.
  if (rule === undefined) throw new TypeError(`no rule for ${phase} ${code ?? 'without a reply'}`);
  return rule;
}
