import { anywhere, defineReplies, github, microsoft, sender } from './known-reply.js';

/** Replies about this host: a blocked IP address or a refused host name. */
export const connectionReplies = defineReplies([
  {
    hint: 'address-blocked',
    provider: 'Wirtualna Polska',
    phases: [...anywhere, 'tls'],
    pattern: /mail from your IP address is administratively disabled/,
    reply:
      '550 [IP:62.210.105.116] polaczenia z Twojego adresu IP sa zablokowane administracyjnie / mail from your IP address is administratively disabled',
    source: github('MailCore/mailcore2/pull/1417'),
  },
  {
    hint: 'address-blocked',
    provider: microsoft,
    phases: anywhere,
    pattern: /traffic not accepted from this IP/,
    reply:
      '550 5.7.708 Service unavailable. Access denied, traffic not accepted from this IP. For more information please go to http://go.microsoft.com/fwlink/?LinkId=526653 AS(7230) [BM1PR01MB1076.INDPRD01.PROD.OUTLOOK.COM]',
    source: github('motze92/office365-mail/issues/11'),
  },
  {
    hint: 'address-blocked',
    provider: microsoft,
    phases: anywhere,
    pattern: /Client host \[.*\] blocked using/i,
    reply:
      '550 5.7.1 Service unavailable, Client host [3.211.34.40] blocked using Spamhaus. To request removal from this list see https://www.spamhaus.org/query/ip/[3.211.34.40] (AS16012611) [DM3NAM03FT051.eop-NAM03.prod.protection.outlook.com]',
    source: github('CyberNinjas/pam_aad/issues/35'),
  },
  {
    hint: 'host-name',
    provider: 'OVH (Exchange)',
    phases: ['ehlo'],
    pattern: /^501 5\.5\.4 Invalid domain name/,
    reply: '501 5.5.4 Invalid domain name',
    source: github('Dolibarr/dolibarr/issues/9426'),
  },
  {
    hint: 'host-name',
    provider: 'Gmail (smtp-relay)',
    phases: ['ehlo'],
    pattern: /^421 4\.7\.0 Try again later, closing connection\. \(EHLO\)/,
    reply: '421 4.7.0 Try again later, closing connection. (EHLO) p5sm1520525phu.3 - gsmtp',
    source: github('Mailtrain-org/mailtrain/issues/1002'),
  },
  {
    hint: 'host-name',
    provider: 'Postfix',
    phases: [...sender, 'ehlo'],
    pattern: /Helo command rejected: (need fully-qualified hostname|Host not found|invalid name)/i,
    reply: '504 5.5.2 <localhost>: Helo command rejected: need fully-qualified hostname',
    source: github('postalserver/postal/issues/19'),
  },
  {
    hint: 'host-name',
    provider: 'Exim (cPanel, Vesta, Hestia)',
    phases: [...sender, 'ehlo'],
    pattern: /Access denied - Invalid HELO name/i,
    reply: '550 Access denied - Invalid HELO name (See RFC2821 4.1.1.1)',
    source: github('jhipster/generator-jhipster/issues/12377'),
  },
]);
