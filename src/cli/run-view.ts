import type { Observer, RunReport } from '../run/report.js';
import type { Output } from './output.js';
import { progressBar } from './progress.js';
import { messageLine, summaryLines } from './run-text.js';

/** Shows a run as it goes on, and its report. */
export interface RunView extends Observer {
  report(report: RunReport): void;
  close(): void;
}

/** Version of the JSON that `run --json` prints; raised when a field changes its meaning or goes. */
const jsonVersion = 1;

export function runView(output: Output, isDemo: boolean): RunView {
  return output.json ? jsonView(output) : textView(output, isDemo);
}

function jsonView(output: Output): RunView {
  return {
    sending: () => undefined,
    message: (event) => { output.object({ type: 'message', version: jsonVersion, ...event }); },
    report: (report) => { output.object({ type: 'report', version: jsonVersion, ...report }); },
    close: () => undefined,
  };
}

function textView(output: Output, isDemo: boolean): RunView {
  const troubles: string[] = [];
  let bar = progressBar(false, 0);
  return {
    sending: (total) => { bar = progressBar(output.isTerminal && !output.quiet && total > 0, total); },
    message: (event) => {
      bar.advance();
      const isTrouble = ['deferred', 'failed', 'unknown'].includes(event.state);
      if (output.verbose || event.state === 'planned') output.line(messageLine(output, event));
      else if (isTrouble) troubles.push(messageLine(output, event));
    },
    report: (report) => {
      const isWell = report.exitCode === 0;
      if (!output.quiet) for (const line of summaryLines(output, report, troubles, isDemo)) output.line(line);
      if (output.quiet && !isWell) for (const line of summaryLines(output, report, troubles, isDemo)) output.note(line);
    },
    close: () => { bar.stop(); },
  };
}
