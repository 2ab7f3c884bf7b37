import type { DiagnosisPhase } from './phases.js';

/** A reply that servers are known to give, with the public page it was found on. */
export interface KnownReply<Hint extends string = string> {
  readonly hint: Hint;
  /** Provider or server software. */
  readonly provider: string;
  readonly phases: readonly DiagnosisPhase[];
  /** Matches the reply with its lines joined. */
  readonly pattern: RegExp;
  /** As the page quotes it; addresses of people replaced. */
  readonly reply: string;
  readonly source: string;
}

const known = <Hint extends string>(replies: readonly KnownReply<Hint>[]) => replies;
const github = (issue: string) => `https://github.com/${issue}`;
const microsoft = 'Microsoft 365';
const login = ['auth'] as const;
const sender = ['mail', 'rcpt', 'message'] as const;
const anywhere = ['banner', 'ehlo', 'auth', 'mail', 'rcpt', 'message'] as const;

/** The first that matches counts: particular ones stand before general ones. */
export const knownReplies = known([
  {
    hint: 'smtp-auth-off',
    provider: microsoft,
    phases: login,
    pattern: /SmtpClientAuthentication is disabled/,
    reply:
      '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled for more information. [TY1PR01CA0183.jpnprd01.prod.outlook.com]',
    source: github('nodemailer/nodemailer/issues/1484'),
  },
  {
    hint: 'basic-auth-off',
    provider: microsoft,
    phases: login,
    pattern: /basic authentication is disabled/i,
    reply:
      '535 5.7.139 Authentication unsuccessful, basic authentication is disabled. [PN0PR01CA0024.INDPRD01.PROD.OUTLOOK.COM 2025-01-26T18:54:30.055Z 08DD3DD7D75D7743]',
    source: github('nodemailer/nodemailer/issues/1714'),
  },
  {
    hint: 'basic-auth-off',
    provider: microsoft,
    phases: [...login, ...sender],
    pattern: /5\.7\.30 Basic authentication is not supported/i,
    reply: '550 5.7.30 Basic authentication is not supported for Client Submission.',
    source: 'https://www.captaindns.com/en/blog/microsoft-exchange-basic-auth-smtp-end',
  },
  {
    hint: 'security-defaults',
    provider: microsoft,
    phases: login,
    pattern: /security defaults policy/i,
    reply: "535 5.7.139 Authentication unsuccessful, user is locked by your organization's security defaults policy.",
    source: 'https://docs.bookyourpto.com/features/smtp-troubleshoot',
  },
  {
    hint: 'sign-in-policy',
    provider: microsoft,
    phases: login,
    pattern: /did not meet the criteria to be authenticated/i,
    reply:
      '535 5.7.139 Authentication unsuccessful, the request did not meet the criteria to be authenticated successfully.',
    source: 'https://docs.bookyourpto.com/features/smtp-troubleshoot',
  },
  {
    hint: 'exchange-login',
    provider: 'Microsoft 365, Exchange',
    phases: login,
    pattern: /^535 5\.7\.(3|139) Authentication unsuccessful/,
    reply: '535 5.7.3 Authentication unsuccessful [SN4PR0601CA0002.namprd06.prod.outlook.com]',
    source: github('nodemailer/nodemailer/issues/1071'),
  },
  {
    hint: 'login-method',
    provider: 'Exchange',
    phases: login,
    pattern: /^504 .*[Uu]nrecognized authentication type/,
    reply: '504 5.7.4 Unrecognized authentication type',
    source: github('nodemailer/nodemailer/issues/1060'),
  },
  {
    hint: 'login-method',
    provider: 'Postfix',
    phases: login,
    pattern: /^535 .*Invalid authentication mechanism/,
    reply: '535 5.7.8 Error: authentication failed: Invalid authentication mechanism',
    source: github('splitbrain/dokuwiki-plugin-smtp/issues/65'),
  },
  {
    hint: 'app-password',
    provider: 'Gmail',
    phases: login,
    pattern: /Application-specific password required/,
    reply:
      '534-5.7.9 Application-specific password required. Learn more at\n534 5.7.9  https://support.google.com/mail/?p=InvalidSecondFactor o13sm2119833lfg.90 - gsmtp',
    source: github('nodemailer/nodemailer/issues/1116'),
  },
  {
    hint: 'app-password',
    provider: 'Gmail',
    phases: login,
    pattern: /Username and Password not accepted/,
    reply:
      '535-5.7.8 Username and Password not accepted. Learn more at\n535 5.7.8  https://support.google.com/mail/?p=BadCredentials s68sm6561971pjb.38 - gsmtp',
    source: github('nodemailer/nodemailer/issues/1167'),
  },
  {
    hint: 'browser-login',
    provider: 'Gmail',
    phases: login,
    pattern: /log in (with|via) your web browser/,
    reply:
      '534-5.7.9 Please log in with your web browser and then try again. Learn more at\n534 5.7.9  https://support.google.com/mail/?p=WebLoginRequired',
    source: github('kootenpv/yagmail/issues/111'),
  },
  {
    hint: 'too-many-logins',
    provider: 'Gmail',
    phases: login,
    pattern: /Too many login attempts/i,
    reply:
      '454 4.7.0 Too many login attempts, please try again later. 4-20020a056000154400b00203812ca383sm10857871wry.78 - gsmtp',
    source: github('nodemailer/nodemailer/issues/1388'),
  },
  {
    hint: 'starttls-first',
    provider: 'Postfix, Gmail',
    phases: [...login, ...sender],
    pattern: /Must issue a STARTTLS command first/i,
    reply: '530 5.7.0 Must issue a STARTTLS command first',
    source: github('mailpile/Mailpile/issues/2251'),
  },
  {
    hint: 'login-not-offered',
    provider: 'Postfix',
    phases: login,
    pattern: /^503 .*authentication not enabled/i,
    reply: '503 5.5.1 Error: authentication not enabled',
    source: github('mail-in-a-box/mailinabox/issues/2284'),
  },
  {
    hint: 'login-not-offered',
    provider: 'Exim',
    phases: login,
    pattern: /^503 AUTH command used when not advertised/,
    reply: '503 AUTH command used when not advertised',
    source: github('nodemailer/nodemailer/issues/18'),
  },
  {
    hint: 'wrong-password',
    provider: 'Exim (cPanel, DirectAdmin)',
    phases: login,
    pattern: /^535 Incorrect authentication data/,
    reply: '535 Incorrect authentication data',
    source: github('jhomlala/catcher/issues/198'),
  },
  {
    hint: 'wrong-password',
    provider: 'Postfix',
    phases: login,
    pattern: /^535 (5\.7\.\d )?.*(authentication fail|invalid login|authentication credentials invalid)/i,
    reply: '535 5.7.8 Error: authentication failed: authentication failure',
    source: github('catatnight/docker-postfix/issues/31'),
  },
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
    hint: 'sending-limit',
    provider: 'Gmail',
    phases: sender,
    pattern: /Daily (user )?sending (limit|quota) exceeded/i,
    reply:
      '550-5.4.5 Daily user sending limit exceeded. For more information on Gmail\n550-5.4.5 sending limits go to\n550 5.4.5 https://support.google.com/a/answer/166852 d75a77b69052e-4535f85b3d9sm7257481cf.29 - gsmtp',
    source: github('onepub-dev/onepub/issues/543'),
  },
  {
    hint: 'sending-limit',
    provider: microsoft,
    phases: sender,
    pattern: /5\.1\.90 .*daily limit/,
    reply: "550 5.1.90 Your message can't be sent because you've reached your daily limit for message recipients",
    source: github('MicrosoftDocs/OfficeDocs-Exchange/issues/2729'),
  },
  {
    hint: 'sending-limit',
    provider: microsoft,
    phases: sender,
    pattern: /SubmissionQuotaExceeded/,
    reply: '554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException',
    source: github('MicrosoftDocs/OfficeDocs-Support/issues/1150'),
  },
  {
    hint: 'sending-limit',
    provider: 'Forpsi, konto.pl',
    phases: sender,
    pattern: /policy violation/,
    reply: '550 5.1.0 cNkj1y0022zrrQM01NkjaD policy violation, see https://support.forpsi.com/kb/a4081',
    source: 'https://support.konto.pl/kb/a2765/blad-policy-violation-e-maile-w-kolejce-z-adresu-ip.aspx',
  },
  {
    hint: 'too-many-connections',
    provider: microsoft,
    phases: anywhere,
    pattern: /Concurrent connections limit exceeded/i,
    reply:
      '432 4.3.2 Concurrent connections limit exceeded. Visit https://aka.ms/concurrent_sending for more information. [Hostname=OS0PR01MB6099.jpnprd01.prod.outlook.com]',
    source: github('sabuhish/fastapi-mail/issues/75'),
  },
  {
    hint: 'too-many-connections',
    provider: 'Exim',
    phases: anywhere,
    pattern: /^421 .*Too many concurrent SMTP connections/i,
    reply: '421 Too many concurrent SMTP connections',
    source: github('in2code-de/luxletter/issues/247'),
  },
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
    hint: 'spf',
    provider: 'Interia',
    phases: sender,
    pattern: /\[SPF\] .*is not allowed to send mail from/,
    reply: '550 5.7.0 [SPF] host (host number) is not allowed to send mail from domain',
    source: 'https://pomoc.poczta.interia.pl/news-dlaczego-wiadomosc-nie-zostala-dostarczona,nId,6589600',
  },
  {
    hint: 'greylisted',
    provider: 'Postfix with Postgrey',
    phases: sender,
    pattern: /^4\d\d .*Greylisted/i,
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
    hint: 'host-name',
    provider: 'OVH (Exchange)',
    phases: ['ehlo'],
    pattern: /^501 5\.5\.4 Invalid domain name/,
    reply: '501 5.5.4 Invalid domain name',
    source: github('Dolibarr/dolibarr/issues/9426'),
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

export type ReplyHint = (typeof knownReplies)[number]['hint'];
