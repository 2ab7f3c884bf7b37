import type { Message } from '../../messages/index.js';
import type { RunReport } from '../../run/report.js';
import type { MalformedRow } from '../../source/index.js';
import { gapMessage, gapName, joinExamples, malformedName } from '../../planning/data-issues.js';
import type { Style } from '../output.js';

const maxShownIds = 5;

/** One line per warning. Data issues already reported today, unchanged, only with `--verbose` or in a dry run. */
export function warningLines(style: Style, report: RunReport): string[] {
  const { kinds, held, heldIds, insecureDatabaseConnection, reportReasons, dryRun } = report;
  const isReported = (name: string) => style.verbose || dryRun || name in reportReasons;
  const messages: Message[] = [
    ...(insecureDatabaseConnection === undefined
      ? []
      : [{ code: `run.insecureConnection.${insecureDatabaseConnection}` } as const]),
    ...report.gaps.filter((gap) => isReported(gapName(gap))).map(gapMessage),
    ...kinds
      .filter(({ waiting }) => waiting > 0)
      .map(({ kind, waiting }) => ({ code: 'run.waiting', args: { kind, count: waiting } }) as const),
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

/** One message for all rows of a view that have the same fault in the same columns; with the value of the first. */
function malformedMessages(rows: RunReport['malformedRows']): Message[] {
  const groups = new Map<string, { first: MalformedRow; ids: string[] }>();
  for (const row of rows) {
    const name = `${row.view} ${row.effect} ${row.columns}`;
    const group = groups.get(name) ?? { first: row, ids: [] };
    group.ids.push(row.id);
    groups.set(name, group);
  }
  return [...groups.values()].map(({ first: { view, columns, effect, found, expected }, ids }) => ({
    code: `run.malformed.${effect}`,
    args: {
      view,
      columns,
      count: ids.length,
      ids: joinExamples(ids.slice(0, maxShownIds), ids.length),
      found,
      expected,
    },
  }));
}
