/** When a run must end: after `drain` it begins nothing new, at `cut` it stops what is still under way. */
export interface Deadline {
  readonly drain: AbortSignal;
  readonly cut: AbortSignal;
}

const longestGrace = 10_000;

/**
 * Starts the time limit of a run. It uses its own controllers, because Node 20 and 24 collect the signals of
 * AbortSignal.any and AbortSignal.timeout as garbage while a run still waits for them.
 * @param maxDuration milliseconds from now; its last tenth, at most ten seconds, is left for messages under way
 * @param stop drains earlier, when an operator stops the run
 */
export function deadline(maxDuration: number | undefined, stop: AbortSignal | undefined): Deadline {
  const [drain, cut] = [new AbortController(), new AbortController()];
  if (stop?.aborted === true) drain.abort();
  stop?.addEventListener(
    'abort',
    () => {
      drain.abort();
    },
    { once: true },
  );
  if (maxDuration !== undefined) {
    const grace = Math.min(longestGrace, maxDuration / 10);
    setTimeout(() => {
      drain.abort();
    }, maxDuration - grace).unref();
    setTimeout(() => {
      cut.abort();
    }, maxDuration).unref();
  }
  return { drain: drain.signal, cut: cut.signal };
}
