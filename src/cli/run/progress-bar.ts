import cliProgress from 'cli-progress';

const maxBarColumns = 40;

/** Starts a progress bar on stderr, which must be a terminal. */
export function startProgressBar(total: number): cliProgress.SingleBar {
  const bar = new cliProgress.SingleBar({
    format: '{bar} {value}/{total}',
    barsize: Math.max(0, Math.min(maxBarColumns, (process.stderr.columns || 80) - ` ${total}/${total}`.length - 1)),
    hideCursor: true,
    clearOnComplete: true,
    stopOnComplete: true,
  });
  bar.start(total, 0);
  return bar;
}
