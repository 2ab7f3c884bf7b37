import { addDays } from '../../schedule/index.js';
import { wellFormed } from '../../source/index.js';
import { groupBy, messageId } from '../claimed-events.js';
import type { Batch } from '../kind.js';
import type { AbsenceChange, AbsenceLine, AbsencesContent } from './content.js';
import { sensitiveMatcher } from './sensitive.js';

const outlookDays = 7;

interface LineRow { person: string; client: string | null; type: string | null; dateFrom: string; dateTo: string }
interface ChangeRow extends LineRow { messageId: string; change: AbsenceChange['change']; previousFrom: string | null; previousTo: string | null }

const lineColumns = (alias: string) => `${alias}.person AS person, ${alias}.absence_type AS type, c.name AS client,
  CAST(${alias}.date_from AS nvarchar(10)) AS "dateFrom", CAST(${alias}.date_to AS nvarchar(10)) AS "dateTo"`;

export async function loadAbsences(batch: Batch): Promise<Map<string, AbsencesContent>> {
  const { database, token, kind, today } = batch;
  const ids = await database.query<{ messageId: string; day: string }>(
    `SELECT ${messageId} AS "messageId", CAST(m.reference_day AS nvarchar(10)) AS day
     FROM {messages} m WHERE m.lease_owner = :token AND m.kind = :kind`, { token, kind: kind.id });
  const changes = groupBy(await loadChanges(batch), (row) => row.messageId);
  const outlook = await loadOutlook(batch);
  const isTold = typeTeller(kind);
  const told = (row: LineRow): AbsenceLine => ({
    person: row.person, client: row.client, type: isTold(row.type), from: row.dateFrom, until: row.dateTo,
  });
  const absent = outlook.filter(({ dateFrom }) => dateFrom <= today).map(told);
  const upcoming = outlook.filter(({ dateFrom }) => dateFrom > today).map(told);

  return new Map(ids.flatMap(({ messageId: id, day }) => {
    // An outlook of its own for a day that is past would repeat today's.
    if (day < today && !changes.has(id)) return [];
    const content = contentOf(today, (changes.get(id) ?? []).map((row) => ({ ...told(row), change: row.change, previous: previousOf(row) })), absent, upcoming);
    const isEmpty = Object.values(content.counts).every((count) => count === 0);
    return isEmpty ? [] : [[id, kind.detail === 'count' ? { ...content, changes: [], absentToday: [], upcoming: [] } : content] as const];
  }));
}

function contentOf(
  today: string, changes: readonly AbsenceChange[], absentToday: readonly AbsenceLine[], upcoming: readonly AbsenceLine[],
): AbsencesContent {
  const count = (change: AbsenceChange['change']) => changes.filter((line) => line.change === change).length;
  return {
    today, horizon: addDays(today, outlookDays), changes, absentToday, upcoming,
    counts: {
      added: count('added'), changed: count('changed'), removed: count('removed'),
      absentToday: absentToday.length, upcoming: upcoming.length,
    },
  };
}

async function loadChanges({ database, token, kind }: Batch): Promise<ChangeRow[]> {
  return database.query<ChangeRow>(
    `SELECT ${messageId} AS "messageId", e.change AS change, CAST(e.previous_from AS nvarchar(10)) AS "previousFrom",
       CAST(e.previous_to AS nvarchar(10)) AS "previousTo", ${lineColumns('e')}
     FROM {messages} m JOIN {message_events} me ON me.message_id = m.id JOIN {absence_changes} e ON e.id = me.event_id
     LEFT JOIN {source_clients} c ON c.client_id = e.client_id
     WHERE m.lease_owner = :token AND m.kind = :kind ORDER BY e.date_from, e.person`, { token, kind: kind.id });
}

async function loadOutlook({ database, today }: Batch): Promise<LineRow[]> {
  return database.query<LineRow>(
    `SELECT ${lineColumns('a')} FROM {source_absences} a LEFT JOIN {source_clients} c ON c.client_id = a.client_id
     WHERE a.date_to >= :today AND a.date_from <= :last AND ${wellFormed('source_absences', 'a', database.dialect.name)}
     ORDER BY a.date_from, a.person`,
    { today, last: addDays(today, outlookDays) });
}

function typeTeller({ detail, sensitiveTypes }: Batch['kind']): (type: string | null) => string | null {
  const isSensitive = sensitiveMatcher(sensitiveTypes);
  return (type) => (detail !== 'type' || type === null || isSensitive(type) ? null : type);
}

function previousOf({ previousFrom, previousTo }: ChangeRow): AbsenceChange['previous'] {
  return previousFrom === null || previousTo === null ? null : { from: previousFrom, until: previousTo };
}
