import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { withRetry, type ErrorClassifier } from '../../src/database/retry.js';

const classifier: ErrorClassifier = {
  isLocked: () => false,
  isTransient: (error) => (error as Error).message === 'busy',
  translate: (error) => new RangeError((error as Error).message),
};

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Fails with each message in turn, then succeeds. */
function failing(...messages: string[]): () => Promise<number> {
  let calls = 0;
  return () => {
    const message = messages[calls];
    calls += 1;
    return message === undefined ? Promise.resolve(calls) : Promise.reject(new Error(message));
  };
}

test('A transient error is retried until it passes', async () => {
  const result = withRetry(failing('busy', 'busy'), classifier);
  await vi.runAllTimersAsync();
  expect(await result).toBe(3);
});

test('After five retries within four seconds the error is thrown', async () => {
  const start = Date.now();
  const result = withRetry(failing(...Array.from({ length: 9 }, () => 'busy')), classifier).catch(
    (error: unknown) => error,
  );
  await vi.runAllTimersAsync();
  expect(await result).toEqual(new RangeError('busy'));
  expect(Date.now() - start).toBeLessThanOrEqual(4_000);
  expect(Date.now() - start).toBeGreaterThan(1_000);
});

test('Any other error is thrown at once', async () => {
  expect(
    await withRetry(failing('busy', 'wrong'), { ...classifier, isTransient: () => false }).catch(
      (error: unknown) => error,
    ),
  ).toEqual(new RangeError('busy'));
});

test('Waiting for a lock may take as long as planning and does not count as one of the five retries', async () => {
  const locked: ErrorClassifier = { ...classifier, isLocked: (error) => (error as Error).message === 'locked' };
  const many = Array.from({ length: 100 }, () => 'locked');
  const result = withRetry(failing(...many, 'busy', 'busy', 'busy', 'busy'), locked);
  await vi.runAllTimersAsync();
  expect(await result).toBe(105);

  const start = performance.now();
  const forever = withRetry(() => Promise.reject(new Error('locked')), locked).catch((error: unknown) => error);
  await vi.runAllTimersAsync();
  expect(await forever).toEqual(new RangeError('locked'));
  expect(performance.now() - start).toBeGreaterThan(119_000);
});
