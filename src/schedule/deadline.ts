/** The time limit of a run. When `drain` aborts, the run starts nothing new; when `cut` aborts, running work stops. */
export interface Deadline {
  readonly drain: AbortSignal;
  readonly cut: AbortSignal;
}

const maxGraceMs = 10_000;

/**
 * Starts the time limit of a run. It uses its own controllers, because Node 20 and 24 collect the signals of
 * AbortSignal.any and AbortSignal.timeout as garbage while a run still waits for them.
 * @param maxDuration milliseconds from now; the last tenth, at most ten seconds, is left for messages being sent
 * @param stop drains earlier, if an operator stops the run
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
    const graceMs = Math.min(maxGraceMs, maxDuration / 10);
    setTimeout(() => {
      drain.abort();
    }, maxDuration - graceMs).unref();
    setTimeout(() => {
      cut.abort();
    }, maxDuration).unref();
  }
  return { drain: drain.signal, cut: cut.signal };
}
