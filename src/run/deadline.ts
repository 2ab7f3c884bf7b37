/** When a run has to end: from `drain` on it begins nothing new, at `cut` it breaks off what is still under way. */
export interface Deadline {
  readonly drain: AbortSignal;
  readonly cut: AbortSignal;
}

const longestGrace = 10_000;

/**
 * @param maxDuration milliseconds from now; the last tenth of it, at most ten seconds, is for mails under way
 * @param stop drains earlier, at a person's word
 */
export function deadline(maxDuration: number | undefined, stop: AbortSignal | undefined): Deadline {
  const never = new AbortController().signal;
  const drains = stop === undefined ? [] : [stop];
  if (maxDuration === undefined) return { drain: AbortSignal.any(drains), cut: never };
  const grace = Math.min(longestGrace, maxDuration / 10);
  return { drain: AbortSignal.any([...drains, after(maxDuration - grace)]), cut: after(maxDuration) };
}

/** Not AbortSignal.timeout: Node 20 collects it as garbage when only AbortSignal.any knows it, and the time never comes. */
function after(ms: number): AbortSignal {
  const controller = new AbortController();
  setTimeout(() => { controller.abort(); }, ms).unref();
  return controller.signal;
}
