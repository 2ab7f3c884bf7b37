import { expect, test } from 'vitest';
import { NotifyError } from '../../src/errors/index.js';
import type { ReplyClass } from '../../src/mail/reply-class.js';
import type { Attempt } from '../../src/send/attempt.js';
import { CircuitBreaker } from '../../src/send/circuit-breaker.js';

const minuteMs = 60_000;
const reason = 'no answer within 300 seconds';
const accountError = new NotifyError('MAILBOX_UNREACHABLE', { host: 'a', port: 25, phase: 'connect', reason });

/** An attempt at a message of its own. */
function attempt(id: string, replyClass: ReplyClass, startedAt: number): Attempt {
  return {
    prepared: { message: { id }, recipient: { address: `${id}@biuro.example` } } as Attempt['prepared'],
    account: 'konto',
    reservation: { counted: [] },
    startedAt,
    delivery: { replyClass, phase: 'connect', reply: { text: reason }, accountError },
    wasRefusedAlike: false,
  };
}

test('A server that is silent for five minutes stops the account at the first attempt', () => {
  const breaker = new CircuitBreaker();
  expect(breaker.onResult(attempt('a', 'unreachable', 0), 5 * minuteMs)).toMatchObject([{ decision: 'requeued' }]);
  expect(breaker.takeError()).toBe(accountError);
});

test('A connection that is silent while others deliver does not stop the account', () => {
  const breaker = new CircuitBreaker();
  breaker.onResult(attempt('a', 'accepted', minuteMs), 2 * minuteMs);
  breaker.onResult(attempt('b', 'unreachable', 0), 5 * minuteMs);
  expect(breaker.takeError()).toBeUndefined();
});

test('Three short errors in a row stop the account, two do not', () => {
  const breaker = new CircuitBreaker();
  const errors = ['a', 'b', 'c'].map((id) => {
    breaker.onResult(attempt(id, 'unreachable', 0), 1_000);
    return breaker.takeError();
  });
  expect(errors).toEqual([undefined, undefined, accountError]);
});

test('A command that is not answered for five minutes is not tried again in this run; the message waits', () => {
  const breaker = new CircuitBreaker();
  expect(breaker.onResult(attempt('a', 'disconnected', 0), 1_000)).toMatchObject([{ decision: 'retried' }]);
  expect(breaker.onResult(attempt('b', 'disconnected', 0), 5 * minuteMs)).toMatchObject([{ decision: 'suspected' }]);
});

test('One recipient at whose command the server is silent does not stop the account: others are tried', () => {
  const breaker = new CircuitBreaker();
  breaker.onResult(attempt('a', 'disconnected', 0), 5 * minuteMs);
  expect([breaker.takeError(), breaker.isExhausted]).toEqual([undefined, false]);
});
