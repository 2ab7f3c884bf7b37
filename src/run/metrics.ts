import { readFileSync } from 'node:fs';
import type { Database } from '../database/index.js';
import { asNotifyError, fileReasonOf, NotifyError, type ExitCode } from '../errors/index.js';
import { lastRuns, openByKind, type OpenOfKind } from '../outbox/index.js';
import { replaceFile } from '../replace-file.js';
import type { RunReport } from './report.js';

const prefix = 'mobevo_notify_';
const successName = `${prefix}last_success_timestamp_seconds`;

/** It has no personal data, and Prometheus' exporter runs under another account. */
const readableByAll = 0o644;

/** What is known of every run, also of one that broke off. */
interface RunFigures {
  readonly startedAt: Date;
  readonly finishedAt: Date;
  readonly exitCode: ExitCode;
}

type Sample = readonly [labels: Readonly<Record<string, string>>, value: number];

/**
 * Replaces the file with the figures of a run. If the database fails, the figures that come from it are left out.
 * Returns a warning if anything fails.
 */
export async function writeMetrics(
  file: string,
  database: Database,
  report: Omit<RunReport, 'warnings'>,
): Promise<NotifyError | undefined> {
  const { exitCode, kinds } = report;
  const [startedAt, finishedAt] = [new Date(report.startedAt), new Date(report.finishedAt)];
  const run = { startedAt, finishedAt, exitCode };
  try {
    const { success } = exitCode === 0 ? { success: report } : await lastRuns(database);
    const open = await openByKind(database);
    const counts = ['planned', 'sent', 'deferred', 'failed', 'unknown'] as const;
    return write(file, [
      ...runMetrics(run, success === undefined ? undefined : seconds(new Date(success.startedAt))),
      ...metric('messages', 'Messages that have not reached their recipient, by state.', open.map(openSample)),
      ...oldestMetric(open),
      ...metric(
        'last_run_messages',
        'What the last run did with messages.',
        kinds.flatMap(({ kind, ...report }) => counts.map((outcome): Sample => [{ kind, outcome }, report[outcome]])),
      ),
    ]);
  } catch (error) {
    write(file, runMetrics(run, exitCode === 0 ? seconds(startedAt) : successBefore(file)));
    return asNotifyError(error);
  }
}

/** The same for a run that broke off, of which only the time and the exit code are known. */
export function writeBrokenMetrics(file: string, startedAt: Date, exitCode: ExitCode): void {
  const run = { startedAt, finishedAt: new Date(), exitCode };
  // Nothing can be added to the error that ended the run.
  write(file, runMetrics(run, successBefore(file)));
}

function runMetrics({ startedAt, finishedAt, exitCode }: RunFigures, success: number | undefined): string[] {
  return [
    ...metric('last_run_timestamp_seconds', 'Start of the last run.', [[{}, seconds(startedAt)]]),
    ...metric('last_run_duration_seconds', 'How long the last run took.', [
      [{}, (finishedAt.getTime() - startedAt.getTime()) / 1000],
    ]),
    ...metric('last_run_exit_code', 'Exit code of the last run.', [[{}, exitCode]]),
    ...metric(
      'last_success_timestamp_seconds',
      'Start of the last run with exit code 0.',
      success === undefined ? [] : [[{}, success]],
    ),
  ];
}

function openSample({ kind, state, messages }: OpenOfKind): Sample {
  return [{ kind, state }, messages];
}

function oldestMetric(open: readonly OpenOfKind[]): string[] {
  const [oldest] = open
    .filter(({ state }) => state !== 'failed')
    .map(({ since }) => since)
    .sort();
  return metric(
    'oldest_waiting_message_timestamp_seconds',
    'When the oldest message that waits was planned; absent if none waits.',
    oldest === undefined ? [] : [[{}, seconds(new Date(oldest))]],
  );
}

/** A gauge in Prometheus' text format; nothing without samples. */
function metric(name: string, help: string, samples: readonly Sample[]): string[] {
  if (samples.length === 0) return [];
  return [
    `# HELP ${prefix}${name} ${help}`,
    `# TYPE ${prefix}${name} gauge`,
    ...samples.map(([labels, value]) => {
      const pairs = Object.entries(labels).map(([label, text]) => `${label}="${text}"`);
      return `${prefix}${name}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${value}`;
    }),
  ];
}

function seconds(instant: Date): number {
  return instant.getTime() / 1000;
}

/** The last success as the file has it. */
function successBefore(file: string): number | undefined {
  try {
    const [, value] = new RegExp(`^${successName} ([\\d.]+)$`, 'm').exec(readFileSync(file, 'utf8')) ?? [];
    return value === undefined ? undefined : Number(value);
  } catch {
    return undefined;
  }
}

function write(file: string, lines: readonly string[]): NotifyError | undefined {
  try {
    replaceFile(file, `${lines.join('\n')}\n`, readableByAll);
    return undefined;
  } catch (error) {
    return new NotifyError('METRICS_UNWRITABLE', { file, reason: fileReasonOf(error) }, { cause: error });
  }
}
