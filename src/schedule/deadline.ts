import { NotifyError } from '../errors/index.js';

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
 * @param stop drains earlier, and cuts ten seconds later, if an operator stops the run
 */
export function deadline(maxDuration: number | undefined, stop: AbortSignal | undefined): Deadline {
  const [drain, cut] = [new AbortController(), new AbortController()];
  const onStop = () => {
    drain.abort();
    setTimeout(() => {
      cut.abort();
    }, maxGraceMs).unref();
  };
  if (stop?.aborted === true) onStop();
  stop?.addEventListener('abort', onStop, { once: true });
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

/** Milliseconds after the cut in which a run records what it knows. */
const recordingMs = 3_000;

/**
 * Waits for `work`, at most until three seconds after its deadline has cut it: a database or server that answers no
 * more must not keep the process. @throws RUN_OVERDUE
 */
export async function endInTime<Result>(work: Promise<Result>, { cut }: Deadline): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  let onCut = () => {};
  const overdue = new Promise<never>((_, reject) => {
    onCut = () => {
      timer = setTimeout(() => {
        reject(new NotifyError('RUN_OVERDUE', {}));
      }, recordingMs);
    };
  });
  if (cut.aborted) onCut();
  cut.addEventListener('abort', onCut);
  return Promise.race([work, overdue]).finally(() => {
    cut.removeEventListener('abort', onCut);
    clearTimeout(timer);
  });
}
