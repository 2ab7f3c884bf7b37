import { setTimeout } from 'node:timers/promises';

/** What Windows answers while another program, for example a virus scanner or a viewer, has the file open. */
const heldCodes = ['EBUSY', 'EPERM', 'EACCES'];
const maxWaitMs = 1000;
const pauseMs = 20;

/** Tries a change of a file again for a second while another program holds the file. @throws the last error */
export async function retryWhileHeld<Result>(change: () => Promise<Result>): Promise<Result> {
  for (const end = performance.now() + maxWaitMs; ;) {
    try {
      return await change();
    } catch (error) {
      if (!isHeld(error) || performance.now() > end) throw error;
      await setTimeout(pauseMs);
    }
  }
}

/** As `retryWhileHeld`, for code that cannot wait otherwise than by stopping the event loop. */
export function retryWhileHeldSync<Result>(change: () => Result): Result {
  const neverNotified = new Int32Array(new SharedArrayBuffer(4));
  for (const end = performance.now() + maxWaitMs; ;) {
    try {
      return change();
    } catch (error) {
      if (!isHeld(error) || performance.now() > end) throw error;
      Atomics.wait(neverNotified, 0, 0, pauseMs);
    }
  }
}

function isHeld(error: unknown): boolean {
  return heldCodes.includes((error as NodeJS.ErrnoException).code ?? '');
}
