import { expect, test } from 'vitest';
import { joinLines } from '../../../src/mail/classify.js';
import { causeOf, hintForReply, nextStepOf } from '../../../src/mail/diagnosis/hints.js';
import { knownErrors } from '../../../src/mail/diagnosis/known-errors.js';
import { knownReplies } from '../../../src/mail/diagnosis/known-replies/index.js';
import type { DiagnosisPhase } from '../../../src/mail/diagnosis/phases.js';
import { locales, formatMessage } from '../../../src/messages/index.js';
import { account, phaseNames, recordDiagnosis, report, testMail } from '../../helpers/diagnosis.js';
import { provider } from '../../helpers/diagnosis-servers.js';

const rows = knownReplies.map((row) => [row.provider, row.reply.split('\n')[0]!, row] as const);

/** Exit codes by reply class and phase, as docs/test-smtp.md has them. */
function expectedExitCode(phase: DiagnosisPhase, reply: string): number {
  if (phase === 'auth') return reply.startsWith('4') ? 75 : 77;
  if (/^53[0458]/.test(reply)) return 77;
  return phase === 'rcpt' && reply.startsWith('5') ? 2 : 75;
}

test.each(rows)('%s: %s has its own cause in every phase', (_provider, _reply, row) => {
  for (const phase of row.phases)
    expect(hintForReply(phase, row.reply)).toEqual({ code: row.hint, source: row.source });
});

test.each(rows)(
  '%s: %s is diagnosed on a real connection',
  async (_provider, _reply, { phases, reply, hint, source }) => {
    const phase = phases[0]!;
    const peer = await provider({ [phase]: reply });
    const outcome = await recordDiagnosis(account(peer.port), { mail: testMail });
    expect(phaseNames(outcome).at(-1)).toBe(`!${phase}`);
    expect(outcome.failed).toBe(phase);
    expect(report(outcome, phase)).toMatchObject({
      hint: { code: hint, source },
      reply: { text: joinLines(reply), code: Number(reply.slice(0, 3)) },
    });
    expect(outcome.exitCode).toBe(expectedExitCode(phase, reply));
  },
);

test('At least 20 replies are known, each with the public page it was found on', () => {
  expect(knownReplies.length).toBeGreaterThanOrEqual(20);
  for (const { source, reply } of knownReplies) {
    expect(new URL(source).protocol).toBe('https:');
    expect(reply).toMatch(/^[45]\d\d[ -]/);
  }
  const providers = knownReplies.map(({ provider }) => provider).join(' ');
  for (const name of [
    'Microsoft 365',
    'Exchange',
    'Gmail',
    'Postfix',
    'Exim',
    'OVH',
    'Interia',
    'Wirtualna Polska',
    'Forpsi',
  ])
    expect(providers).toContain(name);
});

test('Every hint has a different cause and next step in each language', () => {
  const codes = [...knownReplies, ...knownErrors].map(({ hint }) => hint);
  for (const code of [...codes, 'token', 'token-refused', 'pipelining', 'other'] as const) {
    const texts = locales.flatMap((locale) =>
      [causeOf({ code }), nextStepOf({ code })].map((text) => formatMessage({ code: text }, locale)),
    );
    expect(new Set(texts).size, code).toBe(4);
    for (const text of texts) expect(text).not.toContain('testSmtp.hint');
  }
});

test.each([
  ['auth', '535 5.7.139 Authentication unsuccessful, the user credentials were incorrect.', 'exchange-login'],
  ['mail', '550 5.7.1 Client does not have permissions to send as this sender', 'send-as'],
  ['rcpt', '554 5.7.1 <a@b.example>: Relay access denied', 'relay-denied'],
  ['message', '550 5.4.5 Daily user sending quota exceeded. o65sm25351206pga.71 - gsmtp', 'sending-limit'],
  ['rcpt', '550 5.7.1 something nobody has seen', 'other'],
  ['auth', '554 5.7.1 <a@b.example>: Relay access denied', 'other'],
] as const)('%s: %s → %s', (phase, reply, code) => {
  expect(hintForReply(phase, reply).code).toBe(code);
});
