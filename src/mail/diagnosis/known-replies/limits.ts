import { anywhere, defineReplies, github, microsoft, sender } from './known-reply.js';

/** Replies about a provider's limits on mails and connections. */
export const limitReplies = defineReplies([
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
    pattern: /policy violation, see https:\/\/support\.forpsi\./,
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
]);
