import { expect, test } from 'vitest';
import { Secret } from '../../src/config/index.js';
import { classify } from '../../src/mail/classify.js';
import { capabilitiesOf } from '../../src/mail/diagnosis/capabilities.js';
import { hintForError, hintForReply } from '../../src/mail/diagnosis/hints.js';
import { knownErrors } from '../../src/mail/diagnosis/known-errors.js';
import { knownReplies } from '../../src/mail/diagnosis/known-replies/index.js';
import { diagnosisPhases } from '../../src/mail/diagnosis/phases.js';
import { clockOffset } from '../../src/mail/diagnosis/server-clock.js';
import { maskOf } from '../../src/mail/mask.js';
import { cutReply } from '../../src/mail/reply-text.js';
import { account } from '../helpers/diagnosis.js';

/** A megabyte of what makes a pattern with `.*` or `\s*` look again and again. */
const texts = [
  '550 ' + 'send limit '.repeat(100_000),
  '550 5.7.1 ' + ' '.repeat(1_000_000),
  `550 ${'1'.repeat(1_000_000)}`,
];
const maxMs = 1_000;

function expectFast(work: () => unknown): void {
  const start = performance.now();
  work();
  expect(performance.now() - start).toBeLessThan(maxMs);
}

const context = {
  host: 'h',
  port: 25,
  user: 'u',
  hasToken: false,
  hasEnvelopeStarted: true,
  isBodySent: false,
  mask: (text: string) => text,
};

test('A reply of a megabyte is classified, masked and explained at once', () => {
  const mask = maskOf({ ...account(25), login: { user: 'biuro', password: new Secret('tajne') } });
  for (const text of texts) {
    for (const command of ['EHLO', 'AUTH PLAIN', 'MAIL FROM', 'RCPT TO', 'DATA'])
      expectFast(() =>
        classify({ message: text, response: text, responseCode: 550, command, code: 'EENVELOPE' }, context),
      );
    expectFast(() => mask(text));
    expectFast(() => capabilitiesOf(`250 x\n${text}`));
    expectFast(() => clockOffset(text, new Date()));
    for (const phase of diagnosisPhases) {
      expectFast(() => hintForReply(phase, text));
      expectFast(() => hintForError(phase, text));
    }
  }
});

test('Each known pattern takes a cut reply of a megabyte at once', () => {
  for (const text of texts.map(cutReply))
    for (const { pattern } of [...knownReplies, ...knownErrors]) expectFast(() => pattern.test(text));
});
