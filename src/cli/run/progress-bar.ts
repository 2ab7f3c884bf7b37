import cliProgress from 'cli-progress';

/** Starts a progress bar on stderr, which must be a terminal. */
export function startProgressBar(total: number): cliProgress.SingleBar {
  const bar = new cliProgress.SingleBar({
    format: '{bar} {value}/{total}',
    hideCursor: true,
    clearOnComplete: true,
    stopOnComplete: true,
  });
  bar.start(total, 0);
  return bar;
}
