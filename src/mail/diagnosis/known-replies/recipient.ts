import { defineReplies, github, sender } from './known-reply.js';

/** Replies about one message or its recipient. */
export const recipientReplies = defineReplies([
  {
    hint: 'greylisted',
    provider: 'Postfix with Postgrey',
    phases: sender,
    pattern: /^4\d\d .*gr[ae]y-?list/i,
    reply:
      '450 4.2.0 <anna@example.com>: Recipient address rejected: Greylisted, see http://postgrey.schweikert.ch/help/example.com.html',
    source: github('schweikert/postgrey/issues/84'),
  },
  {
    hint: 'too-large',
    provider: 'Postfix',
    phases: sender,
    pattern: /^552 5\.3\.4 |Message size exceeds/i,
    reply: '552 5.3.4 Message size exceeds fixed limit',
    source: github('zokradonh/kopano-docker/issues/409'),
  },
  {
    hint: 'recipient-unknown',
    provider: 'Interia',
    phases: ['rcpt', 'message'],
    pattern: /^550 5\.1\.1 /,
    reply: '550 5.1.1 Account not found',
    source: 'https://pomoc.poczta.interia.pl/news-dlaczego-wiadomosc-nie-zostala-dostarczona,nId,6589600',
  },
]);
