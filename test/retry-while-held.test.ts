import { expect, test } from 'vitest';
import { retryWhileHeld, retryWhileHeldSync } from '../src/retry-while-held.js';

/** Fails as often as there are codes, then returns the number of calls. */
function failing(...codes: string[]): () => number {
  let calls = 0;
  return () => {
    const code = codes[calls];
    calls += 1;
    if (code !== undefined) throw Object.assign(new Error(`it failed: ${code}`), { code });
    return calls;
  };
}

const asynchronous = (work: () => number) => retryWhileHeld(() => Promise.resolve().then(work));
const synchronous = (work: () => number) => Promise.resolve().then(() => retryWhileHeldSync(work));

test.each([
  ['retryWhileHeld', asynchronous],
  ['retryWhileHeldSync', synchronous],
])('%s tries again what another program holds, and nothing else', async (_name, retry) => {
  expect(await retry(failing('EBUSY', 'EPERM', 'EACCES'))).toBe(4);
  await expect(retry(failing('ENOENT'))).rejects.toThrow('ENOENT');
});

test('A file that is still held after a second is an error', async () => {
  const start = performance.now();
  await expect(asynchronous(failing(...Array<string>(1000).fill('EBUSY')))).rejects.toThrow('EBUSY');
  expect(performance.now() - start).toBeGreaterThanOrEqual(1000);
});
