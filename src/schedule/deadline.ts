/** When a run has to end: from `drain` on it begins nothing new, at `cut` it breaks off what is still under way. */
export interface Deadline {
  readonly drain: AbortSignal;
  readonly cut: AbortSignal;
}

const longestGrace = 10_000;

/**
 * Own controllers, not AbortSignal.any and AbortSignal.timeout: what they join is collected as garbage while a run
 * still waits for it, on Node 20 and 24, and the time never comes.
 * @param maxDuration milliseconds from now; the last tenth of it, at most ten seconds, is for mails under way
 * @param stop drains earlier, at a person's word
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
