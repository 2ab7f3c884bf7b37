import { createRequire } from 'node:module';
import type { SingleBar } from 'cli-progress';

export interface ProgressBar {
  advance(): void;
  stop(): void;
}

/** A bar on a terminal's stderr, nothing elsewhere; the library is loaded only for the former. */
export function progressBar(isShown: boolean, total: number): ProgressBar {
  if (!isShown) return { advance: () => undefined, stop: () => undefined };
  const { SingleBar: Bar } = createRequire(import.meta.url)('cli-progress') as { SingleBar: typeof SingleBar };
  const bar = new Bar({
    format: '{bar} {value}/{total}',
    hideCursor: true,
    clearOnComplete: true,
    stopOnComplete: true,
  });
  bar.start(total, 0);
  return {
    advance: () => {
      bar.increment();
    },
    stop: () => {
      bar.stop();
    },
  };
}
