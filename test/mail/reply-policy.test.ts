import { describe, expect, test } from 'vitest';
import type { Phase } from '../../src/mail/mailer.js';
import type { ReplyClass } from '../../src/mail/reply-class.js';
import { replyPolicy, ruleFor } from '../../src/mail/reply-policy.js';

const phases: Phase[] = ['connect', 'tls', 'auth', 'mail', 'envelope', 'rcpt', 'data', 'body', 'dot'];

/** Abbreviations of the reply classes in the table. */
const replyClasses: Record<string, ReplyClass> = {
  unreach: 'unreachable',
  login: 'login-refused',
  sender: 'sender-refused',
  temp: 'temporary',
  perm: 'permanent',
  ambig: 'ambiguous',
  ambig4: 'ambiguous-temporary',
  disc: 'disconnected',
  none: 'no-reply',
};

/** Expected reply class of each reply (row) in each phase (column). */
const table = `
                                              connect tls     auth    mail    envelope rcpt    data    body    dot
  (no reply)                                | unreach unreach unreach disc    disc     disc    disc    disc    none
  421 closing                               | unreach unreach unreach unreach disc     disc    disc    disc    disc
  421 4.7.0 too many messages               | unreach unreach unreach unreach disc     disc    disc    disc    disc
  450 busy                                  | unreach unreach unreach unreach ambig4   ambig4  ambig4  ambig4  ambig4
  450 4.2.1 mailbox busy                    | unreach unreach unreach unreach temp     temp    temp    temp    temp
  450 4.2.1 receiving mail too quickly      | unreach unreach unreach unreach temp     temp    temp    temp    temp
  450 4.2.1 Peak SMTP relay limit exceeded  | unreach unreach unreach unreach ambig4   ambig4  ambig4  ambig4  ambig4
  451 4.3.0 try again                       | unreach unreach unreach unreach ambig4   ambig4  ambig4  ambig4  ambig4
  451 4.7.1 greylisted                      | unreach unreach unreach unreach ambig4   ambig4  ambig4  ambig4  ambig4
  451 too many messages                     | unreach unreach unreach unreach ambig4   ambig4  ambig4  ambig4  ambig4
  451 4.7.1 Hourly message limit reached    | unreach unreach unreach unreach ambig4   ambig4  ambig4  ambig4  ambig4
  452 4.3.1 no space                        | unreach unreach unreach unreach ambig4   ambig4  ambig4  ambig4  ambig4
  452 4.2.2 over quota                      | unreach unreach unreach unreach temp     temp    temp    temp    temp
  451 4.1.8 sender's domain               | unreach unreach unreach unreach ambig4   ambig4  ambig4  ambig4  ambig4
  450 4.2.0 too general                     | unreach unreach unreach unreach ambig4   ambig4  ambig4  ambig4  ambig4
  450 5.1.1 soft bounce                     | unreach unreach unreach unreach temp     temp    temp    temp    temp
  452 4.5.3 too many recipients             | unreach unreach unreach unreach ambig4   ambig4  ambig4  ambig4  ambig4
  432 4.3.2 sender thread limit exceeded    | unreach unreach unreach unreach ambig4   ambig4  ambig4  ambig4  ambig4
  454 4.7.0 temporary failure               | unreach unreach unreach unreach ambig4   ambig4  ambig4  ambig4  ambig4
  454 4.7.1 Relay access denied             | unreach unreach unreach unreach ambig4   ambig4  ambig4  ambig4  ambig4
  500 5.5.2 syntax                          | unreach unreach login   sender  ambig    ambig   ambig   ambig   ambig
  503 5.5.1 bad sequence                    | unreach unreach login   sender  disc     disc    disc    disc    disc
  530 5.7.0 Authentication required         | unreach unreach login   login   login    login   login   login   login
  534 5.7.9 application password            | unreach unreach login   login   login    login   login   login   login
  535 5.7.8 bad credentials                 | unreach unreach login   login   login    login   login   login   login
  538 5.7.11 encryption required            | unreach unreach login   login   login    login   login   login   login
  550 5.7.30 basic authentication           | unreach unreach login   sender  login    login   login   login   login
  550 5.7.57 not authenticated              | unreach unreach login   sender  login    login   login   login   login
  550 refused                               | unreach unreach login   sender  ambig    ambig   ambig   ambig   ambig
  550 5.1.1 no such user                    | unreach unreach login   sender  perm     perm    perm    perm    perm
  550 5.1.1 unknown in relay recipient table| unreach unreach login   sender  perm     perm    perm    perm    perm
  550 5.1.0 too general                     | unreach unreach login   sender  ambig    ambig   ambig   ambig   ambig
  550 5.1.10 null MX                        | unreach unreach login   sender  perm     perm    perm    perm    perm
  550 5.2.1 mailbox disabled                | unreach unreach login   sender  perm     perm    perm    perm    perm
  550 5.2.4 mailing list                    | unreach unreach login   sender  ambig    ambig   ambig   ambig   ambig
  550 5.1.8 bad outbound sender             | unreach unreach login   sender  ambig    ambig   ambig   ambig   ambig
  550 5.1.90 daily limit for recipients     | unreach unreach login   sender  ambig    ambig   ambig   ambig   ambig
  552 5.2.2 mailbox full                    | unreach unreach login   sender  perm     perm    perm    perm    perm
  552 5.3.4 too large                       | unreach unreach login   perm    perm     perm    perm    perm    perm
  552 5.2.0 storage                         | unreach unreach login   sender  ambig    ambig   ambig   ambig   ambig
  550 5.1.0 sender rejected                 | unreach unreach login   sender  ambig    ambig   ambig   ambig   ambig
  554 5.2.0 SubmissionQuotaExceeded         | unreach unreach login   sender  ambig    ambig   ambig   ambig   ambig
  554 5.2.0 SendAsDenied                    | unreach unreach login   sender  ambig    ambig   ambig   ambig   ambig
  550 5.4.5 Daily sending limit             | unreach unreach login   sender  ambig    ambig   ambig   ambig   ambig
  550 exceeded the max emails per hour      | unreach unreach login   sender  ambig    ambig   ambig   ambig   ambig
  550 przekroczono limit                    | unreach unreach login   sender  ambig    ambig   ambig   ambig   ambig
  554 5.6.0 content                         | unreach unreach login   sender  ambig    ambig   ambig   ambig   ambig
  550 5.7.1 refused by recipient            | unreach unreach login   sender  ambig    ambig   ambig   ambig   ambig
  554 5.7.1 Relay access denied             | unreach unreach login   sender  ambig    ambig   ambig   ambig   ambig
  550 5.7.26 unauthenticated sender         | unreach unreach login   sender  ambig    ambig   ambig   ambig   ambig
  550 5.7.60 no permission to send as       | unreach unreach login   sender  ambig    ambig   ambig   ambig   ambig
  550 5.7.501 banned sender                 | unreach unreach login   sender  ambig    ambig   ambig   ambig   ambig
  550 5.7.708 traffic not accepted          | unreach unreach login   sender  ambig    ambig   ambig   ambig   ambig
`;

const rows = table
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => {
    const [reply, cells] = line.split('|') as [string, string];
    return { reply: reply.trim(), cells: cells.trim().split(/\s+/) };
  });

function replyOf(text: string) {
  const [, code, enhancedCode] = /^(\d{3})? ?(\d\.\d+\.\d+)?/.exec(text)!;
  return {
    ...(code === undefined ? {} : { code: Number(code) }),
    ...(enhancedCode === undefined ? {} : { enhancedCode }),
    text,
  };
}

describe.each(rows)('$reply', ({ reply, cells }) => {
  test.each(phases.map((phase, column) => [phase, replyClasses[cells[column]!]!] as const))(
    '%s: %s',
    (phase, replyClass) => {
      expect(cells).toHaveLength(phases.length);
      expect(ruleFor(phase, replyOf(reply)).replyClass).toBe(replyClass);
    },
  );
});

test('Every rule decides at least one cell', () => {
  const deciding = new Set(rows.flatMap(({ reply }) => phases.map((phase) => ruleFor(phase, replyOf(reply)))));
  expect(replyPolicy.filter((rule) => !deciding.has(rule))).toEqual([]);
});

test('Every code from 400 to 599 has a rule in every phase', () => {
  for (const phase of phases)
    for (let code = 400; code < 600; code += 1) expect(ruleFor(phase, { code, text: String(code) })).toBeDefined();
});
