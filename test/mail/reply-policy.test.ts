import { describe, expect, test } from 'vitest';
import type { Phase } from '../../src/mail/mailer.js';
import type { ReplyClass } from '../../src/mail/reply-class.js';
import { replyPolicy, ruleFor } from '../../src/mail/reply-policy.js';

const phases: Phase[] = ['connect', 'tls', 'auth', 'mail', 'envelope', 'rcpt', 'data', 'body', 'dot'];

const meanings: Record<string, ReplyClass> = {
  far: 'unreachable',
  login: 'login-refused',
  sender: 'sender-refused',
  later: 'temporary',
  no: 'permanent',
  doubt: 'ambiguous',
  cut: 'disconnected',
  unknown: 'no-reply',
};

/** A row a reply, a column a phase. */
const table = `
                                              connect tls  auth   mail    envelope rcpt    data    body    dot
  (no reply)                                | far     far  far    cut     cut      cut     cut     cut     unknown
  421 closing                               | far     far  far    far     cut      cut     cut     cut     cut
  421 4.7.0 too many messages               | far     far  far    far     cut      cut     cut     cut     cut
  450 busy                                  | far     far  far    far     later    later   later   later   later
  450 4.2.1 mailbox busy                    | far     far  far    far     later    later   later   later   later
  450 4.2.1 receiving mail too quickly      | far     far  far    far     later    later   later   later   later
  450 4.2.1 Peak SMTP relay limit exceeded  | far     far  far    far     far      far     far     far     far
  451 4.3.0 try again                       | far     far  far    far     later    later   later   later   later
  451 4.7.1 greylisted                      | far     far  far    far     later    later   later   later   later
  451 too many messages                     | far     far  far    far     far      far     far     far     far
  451 4.7.1 Hourly message limit reached    | far     far  far    far     far      far     far     far     far
  452 4.3.1 no space                        | far     far  far    far     later    later   later   later   later
  452 4.2.2 over quota                      | far     far  far    far     later    later   later   later   later
  452 4.5.3 too many recipients             | far     far  far    far     later    later   later   later   later
  432 4.3.2 sender thread limit exceeded    | far     far  far    far     far      far     far     far     far
  454 4.7.0 temporary failure               | far     far  far    far     later    later   later   later   later
  454 4.7.1 Relay access denied             | far     far  far    far     sender   sender  sender  sender  sender
  500 5.5.2 syntax                          | far     far  login  sender  doubt    doubt   doubt   doubt   doubt
  503 5.5.1 bad sequence                    | far     far  login  sender  cut      cut     cut     cut     cut
  530 5.7.0 Authentication required         | far     far  login  login   login    login   login   login   login
  534 5.7.9 application password            | far     far  login  login   login    login   login   login   login
  535 5.7.8 bad credentials                 | far     far  login  login   login    login   login   login   login
  538 5.7.11 encryption required            | far     far  login  login   login    login   login   login   login
  550 5.7.30 basic authentication           | far     far  login  sender  login    login   login   login   login
  550 5.7.57 not authenticated              | far     far  login  sender  login    login   login   login   login
  550 refused                               | far     far  login  sender  doubt    doubt   doubt   doubt   doubt
  550 5.1.1 no such user                    | far     far  login  sender  no       no      no      no      no
  550 5.1.1 unknown in relay recipient table| far     far  login  sender  no       no      no      no      no
  550 5.1.8 bad outbound sender             | far     far  login  sender  sender   sender  sender  sender  sender
  550 5.1.90 daily limit for recipients     | far     far  login  sender  sender   sender  sender  sender  sender
  552 5.2.2 mailbox full                    | far     far  login  sender  no       no      no      no      no
  552 5.3.4 too large                       | far     far  login  no      no       no      no      no      no
  552 5.2.0 storage                         | far     far  login  sender  doubt    doubt   doubt   doubt   doubt
  550 5.1.0 sender rejected                 | far     far  login  sender  sender   sender  sender  sender  sender
  554 5.2.0 SubmissionQuotaExceeded         | far     far  login  sender  sender   sender  sender  sender  sender
  554 5.2.0 SendAsDenied                    | far     far  login  sender  sender   sender  sender  sender  sender
  550 5.4.5 Daily sending limit             | far     far  login  sender  sender   sender  sender  sender  sender
  550 exceeded the max emails per hour      | far     far  login  sender  sender   sender  sender  sender  sender
  550 przekroczono limit                    | far     far  login  sender  sender   sender  sender  sender  sender
  554 5.6.0 content                         | far     far  login  sender  doubt    doubt   doubt   doubt   doubt
  550 5.7.1 refused by recipient            | far     far  login  sender  doubt    doubt   doubt   doubt   doubt
  554 5.7.1 Relay access denied             | far     far  login  sender  sender   sender  sender  sender  sender
  550 5.7.26 unauthenticated sender         | far     far  login  sender  sender   sender  sender  sender  sender
  550 5.7.60 no permission to send as       | far     far  login  sender  sender   sender  sender  sender  sender
  550 5.7.501 banned sender                 | far     far  login  sender  sender   sender  sender  sender  sender
  550 5.7.708 traffic not accepted          | far     far  login  sender  sender   sender  sender  sender  sender
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
  test.each(phases.map((phase, column) => [phase, meanings[cells[column]!]!] as const))('%s: %s', (phase, meaning) => {
    expect(cells).toHaveLength(phases.length);
    expect(ruleFor(phase, replyOf(reply)).replyClass).toBe(meaning);
  });
});

test('every rule decides at least one cell', () => {
  const deciding = new Set(rows.flatMap(({ reply }) => phases.map((phase) => ruleFor(phase, replyOf(reply)))));
  expect(replyPolicy.filter((rule) => !deciding.has(rule))).toEqual([]);
});

test('every code from 400 to 599 has a meaning in every phase', () => {
  for (const phase of phases)
    for (let code = 400; code < 600; code += 1) expect(ruleFor(phase, { code, text: String(code) })).toBeDefined();
});
