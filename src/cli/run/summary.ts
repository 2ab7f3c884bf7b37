import type { RunReport } from '../../run/report.js';
import { errorLines } from '../print-error.js';
import type { Style } from '../output.js';
import { kindTable } from './table.js';
import { warningLines } from './warnings.js';

const maxProblemLines = 20;

/**
 * Lines of the summary: table of kinds, messages with problems, warnings and errors.
 * @param problemLines lines of messages that were not sent
 */
export function summaryLines(
  style: Style,
  report: RunReport,
  problemLines: readonly string[],
  isDemo: boolean,
): string[] {
  return [
    ...(report.dryRun ? [style.colours.cyan(style.text('run.dryRun'))] : []),
    ...kindTable(style, report),
    ...problemLines.slice(0, maxProblemLines),
    ...(problemLines.length > maxProblemLines
      ? [style.text('run.more', { count: problemLines.length - maxProblemLines })]
      : []),
    ...warningLines(style, report),
    ...report.endedFaults.map(
      ({ text, since }) => `${style.colours.green('✓')} ${style.text('run.ended', { text, since: new Date(since) })}`,
    ),
    ...report.errors.flatMap((error) => errorLines(style, error)),
    ...(isDemo && report.exitCode === 0 ? demoHints(style, report) : []),
  ];
}

function demoHints(style: Style, { kinds }: RunReport): string[] {
  const sent = kinds.reduce((sum, report) => sum + report.sent, 0);
  return [
    '',
    `${style.colours.bold(style.text('run.demo.sent', { count: sent }))} ${style.text('run.demo.where')}`,
    `  ${style.text('run.demo.open')}`,
    `  mobevo-notify run --demo                 ${style.text('run.demo.again')}`,
    `  mobevo-notify preview --sample           ${style.text('run.demo.preview')}`,
    `  mobevo-demo/mobevo-notify.config.json    ${style.text('run.demo.config')}`,
  ];
}
