import type { Message } from '../../messages/index.js';
import type { RunReport } from '../../run/report.js';
import {
  gapMessage,
  gapName,
  joinExamples,
  malformedMessages,
  malformedName,
  rememberedMessage,
  waitingMessage,
} from '../../planning/data-issues.js';
import type { Style } from '../output.js';

/** One line per warning. Data issues already reported today, unchanged, only with `--verbose` or in a dry run. */
export function warningLines(style: Style, report: RunReport): string[] {
  const { kinds, held, heldIds, insecureDatabaseConnection, reportReasons, dryRun } = report;
  const isReported = (name: string) => style.verbose || dryRun || name in reportReasons;
  const messages: Message[] = [
    ...(report.redirectTo === undefined
      ? []
      : [{ code: 'run.redirected', args: { address: report.redirectTo } } as const]),
    ...(insecureDatabaseConnection === undefined
      ? []
      : [{ code: `run.insecureConnection.${insecureDatabaseConnection}` } as const]),
    ...kinds.flatMap(({ kind, remembered }) => rememberedMessage(kind, remembered)),
    ...report.gaps.filter((gap) => isReported(gapName(gap))).map(gapMessage),
    ...kinds.flatMap(({ kind, waiting }) => waitingMessage(kind, waiting)),
    ...kinds
      .filter(({ expired }) => expired > 0)
      .map(({ kind, expired }) => ({ code: 'run.expired', args: { kind, count: expired } }) as const),
    ...malformedMessages(report.malformedRows.filter((row) => isReported(malformedName(row)))),
    ...(held > 0
      ? [
          {
            code: 'run.held',
            args: {
              count: held,
              ids: joinExamples(
                heldIds.map((id) => `#${id}`),
                held,
              ),
            },
          } as const,
        ]
      : []),
    ...report.warnings.map(({ text }) => text),
  ];
  return messages.map((message) => `${style.colours.yellow('!')} ${style.formatMessage(message)}`);
}
