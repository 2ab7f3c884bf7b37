import { knownReplies } from '../../src/mail/diagnosis/known-replies/index.js';
import { github } from '../../src/mail/diagnosis/known-replies/known-reply.js';
import type { Stage } from './scripted-smtp.js';

export interface PublicReply {
  readonly at: Stage;
  /** As the page quotes it; addresses of people are replaced. */
  readonly reply: string;
  readonly source: string;
}

/** Replies that no table of the program knows. */
const unknownReplies: readonly PublicReply[] = [
  {
    at: 'rcpt',
    reply: '550-Requested action not taken: mailbox unavailable\n550 Failure sending mail. Try again later.',
    source: github('nodemailer/nodemailer/issues/1555'),
  },
  { at: 'banner', reply: '554 Local Policy Violation', source: github('nodemailer/nodemailer/issues/1257') },
  {
    at: 'dot',
    reply: '554 6.6.0 Error sending message for delivery.',
    source: github('nodemailer/nodemailer/issues/1515'),
  },
  {
    at: 'rcpt',
    reply: '451 4.3.0 <biuro@example.com>: Temporary lookup failure',
    source: github('mailcow/mailcow-dockerized/issues/4113'),
  },
  { at: 'dot', reply: '451 4.7.1 Try again later', source: github('postalserver/postal/issues/576') },
  {
    at: 'rcpt',
    reply: '451 Temporary local problem - please try later',
    source: github('postalserver/postal/issues/546'),
  },
  {
    at: 'dot',
    reply: '452 4.3.1 Insufficient system storage',
    source: 'https://errcodes.dev/smtp/452-insufficient-system-storage',
  },
  {
    at: 'dot',
    reply: '451 4.7.0 Temporary server error. Please try again later. PRX4',
    source: 'https://smtp.codes/exchangeonline',
  },
  {
    at: 'mail',
    reply: '421 4.3.2 The maximum number of concurrent connections per resource forest has exceeded a limit',
    source: 'https://smtp.codes/exchangeonline',
  },
  {
    at: 'rcpt',
    reply: '554 5.7.1 <anna@example.com>: Recipient address rejected: You have exceeded your Outmail quota.',
    source: 'https://support.prolateral.com/index.php?/Knowledgebase/Article/View/187/35/what-does-smtp-554-571-mean',
  },
  {
    at: 'rcpt',
    reply: '550 Domain example.com has exceeded the max defers and failures per hour (5/5 (100%)) allowed',
    source: 'https://www.thiswebhost.com/clients/knowledgebase/554/I-am-receiving-an-error-sending-e-mail.html',
  },
  {
    at: 'dot',
    reply:
      '550 5.7.1 [CSR] Our system has detected an unusual amount of unsolicited email originating from your address',
    source: 'https://www.thiswebhost.com/clients/knowledgebase/554/I-am-receiving-an-error-sending-e-mail.html',
  },
  {
    at: 'dot',
    reply: '451 policy- SC01',
    source: 'https://support.junara.com/hc/en-au/articles/13986538738063-Email-sending-limits',
  },
  {
    at: 'mail',
    reply: '550 Unauthenticated senders not allowed',
    source: github('snowfire/Beautymail/issues/91'),
  },
  {
    at: 'dot',
    reply: '550 5.7.1 Client does not have permissions to send as this sender',
    source: github('nodemailer/nodemailer/issues/145'),
  },
  {
    at: 'banner',
    reply: '421 4.7.0 mail.example.com Error: too many connections from 192.0.2.1',
    source: github('testssl/testssl.sh/issues/2089'),
  },
];

const stages: Readonly<Record<string, Stage>> = { message: 'dot', banner: 'banner', ehlo: 'ehlo', auth: 'auth' };
/** Hints of replies that are the recipient's or the message's for certain. */
const ofRecipients = ['recipient-unknown', 'too-large'];

/** Refusals of accounts and servers that public pages quote. */
export const publicReplies: readonly PublicReply[] = [
  ...unknownReplies,
  ...knownReplies
    .filter(({ hint }) => !ofRecipients.includes(hint))
    .map(({ phases, reply, source }) => ({ at: stages[phases.at(-1)!] ?? 'rcpt', reply, source })),
];
