import { describe, expect, test } from 'vitest';
import { replyClasses, type ReplyClass } from '../../src/mail/reply-class.js';
import { decide } from '../../src/send/decide.js';
import { isAlike } from '../../src/send/refused-alike.js';

/**
 * What becomes of a message: first time; with a delivery after the refusal; refused alike before. `disconnected` is
 * decided when it is not retried any more.
 */
const table: Record<ReplyClass, readonly [first: string, followedByDelivery: string, refusedAlike: string]> = {
  accepted: ['sent', 'sent', 'sent'],
  temporary: ['deferred', 'deferred', 'deferred'],
  permanent: ['failed', 'failed', 'failed'],
  'ambiguous-temporary': ['suspected', 'deferred', 'deferred'],
  ambiguous: ['suspected', 'failed', 'suspected'],
  disconnected: ['suspected', 'deferred', 'deferred'],
  'no-reply': ['unknown', 'unknown', 'unknown'],
  unreachable: ['requeued', 'requeued', 'requeued'],
  'sender-refused': ['requeued', 'requeued', 'requeued'],
  'login-refused': ['requeued', 'requeued', 'requeued'],
};

const none = { isFollowedByDelivery: false, wasRefusedAlike: false, canRetry: false };

describe('Decision', () => {
  test.each(replyClasses)('%s', (replyClass) => {
    const decisions = [
      decide({ replyClass, ...none }),
      decide({ replyClass, ...none, isFollowedByDelivery: true }),
      decide({ replyClass, ...none, wasRefusedAlike: true }),
    ];
    expect(decisions).toEqual(table[replyClass]);
  });

  test('Without a delivery after it, no reply fails a message unless it has a code of the address, mailbox or size', () => {
    const failing = replyClasses.filter((replyClass) => decide({ replyClass, ...none }) === 'failed');
    expect(failing).toEqual(['permanent']);
  });

  test('A connection that has broken seldom is retried in this run', () => {
    expect(decide({ replyClass: 'disconnected', ...none, canRetry: true, wasRefusedAlike: true })).toBe('retried');
  });
});

test.each([
  ['450 <anna@a.pl>: busy (id 4711)', '450 <jan@b.pl>: busy (id 4712)', true],
  ['450 busy', '450 over the limit', false],
])('%s and %s are alike: %s', (one, other, expected) => {
  expect(isAlike({ code: 450, text: one }, { code: 450, text: other })).toBe(expected);
});

test('Replies with different codes are not alike', () => {
  expect(isAlike({ code: 450, text: 'busy' }, { code: 451, text: 'busy' })).toBe(false);
});
