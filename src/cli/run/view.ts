import type { SingleBar } from 'cli-progress';
import type { MessageReport } from '../../outbox/index.js';
import type { Observer, RunReport } from '../../run/report.js';
import { omitUndefined } from '../../omit-undefined.js';
import { version } from '../../version.js';
import { noColours } from '../colours.js';
import { errorLines } from '../print-error.js';
import type { LogFile } from './log-file.js';
import type { Output, Style } from '../output.js';
import { messageLine } from './message-line.js';
import { StatementTimes } from './statement-times.js';

/** Shows the progress and the result of a run. */
export interface RunView extends Observer {
  report(report: RunReport): Promise<void>;
  /** Shows the error that ended the run early. */
  failed(error: unknown): void;
  /** Called when the run has ended, before `report`. */
  close(): void;
}

/** Version of the JSON that `run --json` prints; increased when a field changes its meaning or is removed. */
const jsonVersion = 1;

const doNothing = () => undefined;
/** Loads the table library. Runs that print no summary do not need it. */
const loadSummary = () => import('./summary.js');

/** Creates the view of stdout, text or JSON, and that of the log file if there is one. */
export async function createRunView(output: Output, isDemo: boolean, log: LogFile | undefined): Promise<RunView> {
  const views = [
    output.json ? createJsonView(output) : await createTextView(output, isDemo),
    ...(log === undefined ? [] : [createLogView(output, log)]),
  ];
  return {
    ...omitUndefined({ statement: views[0]!.statement }),
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

function createJsonView(output: Output): RunView {
  return {
    sending: doNothing,
    message: (event) => {
      output.printJson({ type: 'message', version: jsonVersion, ...event });
    },
    report: (report) => {
      output.printJson({ type: 'report', version: jsonVersion, ...report });
      return Promise.resolve();
    },
    failed: doNothing,
    close: doNothing,
  };
}

async function createTextView(output: Output, isDemo: boolean): Promise<RunView> {
  const problemLines: string[] = [];
  const progress = !output.quiet && output.isTerminal ? await import('./progress-bar.js') : undefined;
  let bar: SingleBar | undefined;
  const times = output.verbose ? new StatementTimes() : undefined;
  return {
    ...omitUndefined({ statement: times?.add }),
    sending: (total) => {
      if (total > 0) bar = progress?.startProgressBar(total);
    },
    message: (event) => {
      bar?.increment();
      if (output.verbose || isPlanned(event)) output.printLine(messageLine(output, event));
      else if (needsAttention(event)) problemLines.push(messageLine(output, event));
    },
    report: async (report) => {
      if (output.quiet && hasNothingToReport(report)) return;
      const { summaryLines } = await loadSummary();
      const lines = [...summaryLines(output, report, problemLines, isDemo), ...(times?.lines(output) ?? [])];
      for (const line of lines)
        if (output.quiet) output.printNote(line);
        else output.printLine(line);
    },
    failed: doNothing,
    close: () => {
      bar?.stop();
    },
  };
}

/** True in a dry run, for a message that a run would send now or later. */
function isPlanned({ state, decision, leavesAt }: MessageReport): boolean {
  return leavesAt !== undefined || (state === 'queued' && decision === undefined);
}

function needsAttention({ decision }: MessageReport): boolean {
  return decision === 'deferred' || decision === 'failed' || decision === 'unknown';
}

/**
 * True if no mail failed, no fault is new or has ended, and nothing known must be repeated today. New data issues are
 * first printed the next day.
 */
function hasNothingToReport({ kinds, reportReasons, hasUnreportedFaults, endedFaults }: RunReport): boolean {
  return (
    !hasUnreportedFaults &&
    endedFaults.length === 0 &&
    kinds.every(({ expired, failed }) => expired + failed === 0) &&
    Object.values(reportReasons).every((why) => why === 'first')
  );
}

/** Writes everything to the log file without colours, also with `--quiet`. */
function createLogView(output: Output, log: LogFile): RunView {
  const style: Style = {
    colours: noColours,
    verbose: false,
    width: 0,
    text: (code, args) => output.text(code, args),
    formatMessage: (message) => output.formatMessage(message),
  };
  const writeLines = (lines: readonly string[]) => {
    for (const line of lines) log.appendLine(line);
  };
  log.appendLine(style.text('run.started', { version }));
  return {
    sending: doNothing,
    message: (event) => {
      log.appendLine(messageLine(style, event));
    },
    report: async (report) => {
      writeLines((await loadSummary()).summaryLines(style, report, [], false));
    },
    failed: (error) => {
      writeLines(errorLines(style, error));
    },
    close: doNothing,
  };
}
