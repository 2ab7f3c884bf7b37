import { defineReplies, github, microsoft, sender } from './known-reply.js';

/** Replies that refuse the sender: no login, no permission for the address, no relaying. */
export const senderReplies = defineReplies([
  {
    hint: 'login-needed',
    provider: 'Microsoft 365, Exchange',
    phases: sender,
    pattern: /Client (was )?not authenticated/,
    reply: '530 5.7.57 SMTP; Client was not authenticated to send anonymous mail during MAIL FROM',
    source: github('BookStackApp/BookStack/issues/4423'),
  },
  {
    hint: 'login-needed',
    provider: 'Postfix',
    phases: sender,
    pattern: /Sender address rejected: not logged in/,
    reply: '553 5.7.1 <anna@example.com>: Sender address rejected: not logged in',
    source: github('home-assistant/core/issues/154774'),
  },
  {
    hint: 'login-needed',
    provider: 'various',
    phases: sender,
    pattern: /^5\d\d .*authentication (is )?required/i,
    reply: '530 5.7.1 Authentication required',
    source: github('osTicket/osTicket/issues/2519'),
  },
  {
    hint: 'sender-not-owned',
    provider: 'Postfix',
    phases: sender,
    pattern: /Sender address rejected: not owned by/,
    reply: '553 5.7.1 <user1@domain.com>: Sender address rejected: not owned by user user2@domain.com',
    source: github('mailcow/mailcow-dockerized/issues/683'),
  },
  {
    hint: 'sender-not-owned',
    provider: 'Forpsi, konto.pl',
    phases: sender,
    pattern: /sender rejected/,
    reply: '550 5.1.0 <john.smith@domain.com> sender rejected',
    source: 'https://support.konto.pl/kb/a2164/blad-5_1_0.aspx',
  },
  {
    hint: 'send-as',
    provider: 'Microsoft 365, Exchange',
    phases: sender,
    pattern: /does not have permissions to send as this sender/,
    reply:
      '550 5.7.60 SMTP; Client does not have permissions to send as this sender [MW2PR1901MB2155.namprd19.prod.outlook.com]',
    source: github('swiftmailer/swiftmailer/issues/1030'),
  },
  {
    hint: 'send-as',
    provider: microsoft,
    phases: sender,
    pattern: /SendAsDenied/,
    reply:
      '554 5.2.0 STOREDRV.Submission.Exception:SendAsDeniedException.MapiExceptionSendAsDenied; Failed to process message due to a permanent exception with message Cannot submit message.',
    source: github('MicrosoftDocs/OfficeDocs-Support/issues/1187'),
  },
  {
    hint: 'relay-denied',
    provider: 'Postfix',
    phases: sender,
    pattern: /Relay access denied/i,
    reply: '454 4.7.1 <my@email.com>: Relay access denied',
    source: github('wader/postfix-relay/issues/107'),
  },
  {
    hint: 'relay-denied',
    provider: 'Exchange',
    phases: sender,
    pattern: /Unable to relay|Relaying denied/i,
    reply: '550 5.7.1 Unable to relay for anna@example.com',
    source: github('nodemailer/nodemailer/issues/386'),
  },
  {
    hint: 'spf',
    provider: 'Interia',
    phases: sender,
    pattern: /\[SPF\] .*is not allowed to send mail from/,
    reply: '550 5.7.0 [SPF] host (host number) is not allowed to send mail from domain',
    source: 'https://pomoc.poczta.interia.pl/news-dlaczego-wiadomosc-nie-zostala-dostarczona,nId,6589600',
  },
]);
