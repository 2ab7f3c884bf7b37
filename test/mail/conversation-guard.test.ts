import { afterEach, expect, test } from 'vitest';
import { ConversationGuard } from '../../src/mail/conversation-guard.js';
import type { PhaseTimeouts } from '../../src/mail/limits.js';

const phases = [
  'connect',
  'greeting',
  'ehlo',
  'starttls',
  'auth',
  'mail',
  'rcpt',
  'data',
  'block',
  'dot',
  'reset',
  'quit',
];
const timeouts = Object.fromEntries(phases.map((phase) => [phase, 60_000])) as unknown as PhaseTimeouts;

let guard: ConversationGuard;
afterEach(() => {
  guard.stop();
});

/** The faults of a conversation whose body is still being sent when these replies come. */
function faultsOf(replies: readonly string[], beforeReplies: () => void = () => undefined): string[] {
  const faults: string[] = [];
  guard = new ConversationGuard(timeouts, ({ code }) => faults.push(code));
  guard.onReply('220 hello');
  guard.expectBody(1_000_000);
  guard.onCommand('DATA');
  guard.onReply('354 go on');
  beforeReplies();
  for (const reply of replies) guard.onReply(reply);
  return faults;
}

test('While the body is being sent, a server may refuse it, but not accept it', () => {
  expect(faultsOf(['250 2.0.0 ok'])).toEqual(['EPROTOCOL']);
  expect(faultsOf(['552 5.3.4 too large'])).toEqual([]);
});

test('After the body, and after the dot of an empty message, the server may accept it', () => {
  const accepted = ['250 2.0.0 ok'];
  expect(
    faultsOf(accepted, () => {
      guard.onBodySent();
    }),
  ).toEqual([]);
  expect(
    faultsOf(accepted, () => {
      guard.onCommand('.');
    }),
  ).toEqual([]);
});
