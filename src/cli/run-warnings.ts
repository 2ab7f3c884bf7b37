import type { Message } from '../messages/index.js';
import type { RunReport } from '../run/report.js';
import { gapMessage, gapName, listed, malformedName } from '../run/standing-faults.js';
import type { Style } from './output.js';

const shownIds = 5;

/** A line for each sort of thing that stands in the way of mails; what was told today as it is, only when all is wanted. */
export function warningLines(style: Style, report: RunReport): string[] {
  const { kinds, held, heldIds, databaseExposure, news, dryRun } = report;
  const isTold = (name: string) => style.verbose || dryRun || name in news;
  const messages: Message[] = [
    ...(databaseExposure === undefined ? [] : [{ code: `run.databaseExposure.${databaseExposure}` } as const]),
    ...report.gaps.filter((gap) => isTold(gapName(gap))).map(gapMessage),
    ...kinds.filter(({ waiting }) => waiting > 0).map(({ kind, waiting }) => ({ code: 'run.waiting', args: { kind, count: waiting } } as const)),
    ...kinds.filter(({ expired }) => expired > 0).map(({ kind, expired }) => ({ code: 'run.expired', args: { kind, count: expired } } as const)),
    ...malformedMessages(report.malformed.filter((row) => isTold(malformedName(row)))),
    ...(held > 0 ? [{ code: 'run.held', args: { count: held, ids: listed(heldIds.map((id) => `#${id}`), held) } } as const] : []),
    ...report.warnings.map(({ told }) => told),
  ];
  return messages.map((message) => `${style.colours.yellow('!')} ${style.textOf(message)}`);
}

/** Rows of one view that lack the same columns make one line. */
function malformedMessages(rows: RunReport['malformed']): Message[] {
  const groups = new Map<string, { view: string; columns: string; ids: string[] }>();
  for (const { view, id, columns } of rows) {
    const group = groups.get(`${view} ${columns}`) ?? { view, columns, ids: [] };
    group.ids.push(id);
    groups.set(`${view} ${columns}`, group);
  }
  return [...groups.values()].map(({ view, columns, ids }) => ({
    code: 'run.malformed', args: { view, columns, count: ids.length, ids: listed(ids.slice(0, shownIds), ids.length) },
  }));
}
