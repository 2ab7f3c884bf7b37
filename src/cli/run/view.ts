import type { MessageEvent } from '../../outbox/index.js';
import type { Observer, RunReport } from '../../run/report.js';
import { version } from '../../version.js';
import { noColours } from '../colours.js';
import { errorLines } from '../print-error.js';
import type { LogFile } from './log-file.js';
import type { Output, Style } from '../output.js';
import { messageLine } from './message-line.js';
import { progressBar } from './progress-bar.js';

/** Shows a run as it goes on, and how it ended. */
export interface RunView extends Observer {
  report(report: RunReport): Promise<void>;
  /** What broke it off. */
  failed(error: unknown): void;
  close(): void;
}

/** Version of the JSON that `run --json` prints; raised when a field changes its meaning or goes. */
const jsonVersion = 1;

const nothing = () => undefined;
/** Its table is loaded for who gets to see one. */
const summary = () => import('./summary.js');

export function runView(output: Output, isDemo: boolean, log: LogFile | undefined): RunView {
  const views = [
    output.json ? jsonView(output) : textView(output, isDemo),
    ...(log === undefined ? [] : [logView(output, log)]),
  ];
  return {
    sending: (total) => {
      for (const view of views) view.sending(total);
    },
    message: (event) => {
      for (const view of views) view.message(event);
    },
    report: async (report) => {
      for (const view of views) await view.report(report);
    },
    failed: (error) => {
      for (const view of views) view.failed(error);
    },
    close: () => {
      for (const view of views) view.close();
    },
  };
}

function jsonView(output: Output): RunView {
  return {
    sending: nothing,
    message: (event) => {
      output.object({ type: 'message', version: jsonVersion, ...event });
    },
    report: (report) => {
      output.object({ type: 'report', version: jsonVersion, ...report });
      return Promise.resolve();
    },
    failed: nothing,
    close: nothing,
  };
}

function textView(output: Output, isDemo: boolean): RunView {
  const troubles: string[] = [];
  let bar = progressBar(false, 0);
  return {
    sending: (total) => {
      bar = progressBar(!output.quiet && total > 0 && output.isTerminal, total);
    },
    message: (event) => {
      bar.advance();
      if (output.verbose || isPlanned(event)) output.line(messageLine(output, event));
      else if (needsAttention(event)) troubles.push(messageLine(output, event));
    },
    report: async (report) => {
      if (output.quiet && isWell(report)) return;
      const { summaryLines } = await summary();
      const lines = summaryLines(output, report, troubles, isDemo);
      for (const line of lines)
        if (output.quiet) output.note(line);
        else output.line(line);
    },
    failed: nothing,
    close: () => {
      bar.stop();
    },
  };
}

/** True in a dry run, for a message that a run would send. */
function isPlanned({ state, decision }: MessageEvent): boolean {
  return state === 'queued' && decision === undefined;
}

function needsAttention({ decision }: MessageEvent): boolean {
  return decision === 'deferred' || decision === 'failed' || decision === 'unknown';
}

/** True if nothing failed and no known data issue must be repeated. New issues are first printed the next day. */
function isWell({ exitCode, kinds, reportReasons }: RunReport): boolean {
  return (
    exitCode === 0 &&
    kinds.every(({ expired }) => expired === 0) &&
    Object.values(reportReasons).every((why) => why === 'first')
  );
}

/** Everything, without colour and however quiet the run is, for those who see no terminal. */
function logView(output: Output, log: LogFile): RunView {
  const style: Style = {
    colours: noColours,
    verbose: false,
    width: 0,
    text: (code, args) => output.text(code, args),
    textOf: (message) => output.textOf(message),
  };
  const write = (lines: readonly string[]) => {
    for (const line of lines) log.line(line);
  };
  log.line(style.text('run.started', { version }));
  return {
    sending: nothing,
    message: (event) => {
      log.line(messageLine(style, event));
    },
    report: async (report) => {
      write((await summary()).summaryLines(style, report, [], false));
    },
    failed: (error) => {
      write(errorLines(style, error));
    },
    close: nothing,
  };
}
