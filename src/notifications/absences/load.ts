import { statement } from '../../database/index.js';
import { addDays } from '../../schedule/index.js';
import { usableRows } from '../../source/index.js';
import { claimBindings, groupBy, messageId } from '../claimed-events.js';
import type { Batch } from '../kind.js';
import type { AbsenceLine, AbsenceList, AbsencesContent } from './content.js';
import { sensitiveMatcher } from './sensitive.js';
import type { AbsencesConfig } from './settings.js';

const outlookDays = 7;
/** Lines per list. Five lists of that length stay below 102 kB, where Gmail cuts a mail. */
const shown = 25;

interface Row {
  list: keyof Omit<AbsencesContent, 'today' | 'horizon'>;
  total: number;
  person: string;
  client: string | null;
  type: string | null;
  dateFrom: string;
  dateTo: string;
  previousFrom: string | null;
  previousTo: string | null;
}

const columns = (alias: string) => `${alias}.person AS person, ${alias}.absence_type AS type, c.name AS client,
  CAST(${alias}.date_from AS nvarchar(10)) AS "dateFrom", CAST(${alias}.date_to AS nvarchar(10)) AS "dateTo"`;
const order = (alias: string) =>
  `CASE WHEN ${alias}.client_id IS NULL THEN 0 ELSE 1 END, c.name, ${alias}.date_from, ${alias}.person`;

const selectMessages = statement(
  'absences.load-messages',
  `SELECT ${messageId} AS "messageId", CAST(m.reference_day AS nvarchar(10)) AS day
     FROM {messages} m WHERE m.lease_owner = :token AND m.kind = :kind`,
);
const selectChanges = statement(
  'absences.load-changes',
  (dialect) => `SELECT * FROM (
       SELECT ${messageId} AS "messageId", e.change AS list, ${columns('e')}, CAST(e.previous_from AS nvarchar(10)) AS "previousFrom",
         CAST(e.previous_to AS nvarchar(10)) AS "previousTo", COUNT(*) OVER (PARTITION BY m.id, e.change) AS total,
         ROW_NUMBER() OVER (PARTITION BY m.id, e.change ORDER BY ${order('e')}, e.id) AS position
       FROM {messages} m JOIN {message_events} me ON me.message_id = m.id JOIN {absence_changes} e ON e.id = me.event_id
       LEFT JOIN ${usableRows('source_clients', dialect)} c ON c.client_id = e.client_id
       WHERE m.lease_owner = :token AND m.kind = :kind
     ) ranked WHERE position <= ${shown} ORDER BY "messageId", list, position`,
  { numbers: ['total'] },
);
const listSql = "CASE WHEN a.date_from <= :today THEN 'absentToday' ELSE 'upcoming' END";
const selectOutlook = statement(
  'absences.load-outlook',
  (dialect) => `SELECT * FROM (
       SELECT ${listSql} AS list, ${columns('a')}, NULL AS "previousFrom", NULL AS "previousTo", COUNT(*) OVER (PARTITION BY ${listSql}) AS total,
         ROW_NUMBER() OVER (PARTITION BY ${listSql} ORDER BY ${order('a')}, a.absence_id) AS position
       FROM ${usableRows('source_absences', dialect)} a
       LEFT JOIN ${usableRows('source_clients', dialect)} c ON c.client_id = a.client_id
       WHERE a.date_to >= :today AND a.date_from <= :last
     ) ranked WHERE position <= ${shown} ORDER BY list, position`,
  { numbers: ['total'] },
);

export const loadAbsencesStatements = [selectMessages, selectChanges, selectOutlook];

export async function loadAbsences(batch: Batch<AbsencesConfig>): Promise<Map<string, AbsencesContent>> {
  const { database, kind, today } = batch;
  const ids = await database.query<{ messageId: string; day: string }>(selectMessages, claimBindings(batch));
  const changes = groupBy(await loadChanges(batch), (row) => row.messageId);
  const outlook = await loadOutlook(batch);
  const toLine = lineFormatter(kind);

  return new Map(
    ids.flatMap(({ messageId: id, day }) => {
      const ownChanges = changes.get(id) ?? [];
      // An outlook for a past day would repeat today's.
      if (ownChanges.length === 0 && (day < today || outlook.length === 0)) return [];
      const lists = groupBy([...ownChanges, ...outlook], ({ list }) => list);
      const list = (name: Row['list']) => listOf(lists.get(name) ?? [], toLine, kind.detail === 'count');
      return [
        [
          id,
          {
            today,
            horizon: addDays(today, outlookDays),
            absentToday: list('absentToday'),
            added: list('added'),
            changed: list('changed'),
            removed: list('removed'),
            upcoming: list('upcoming'),
          },
        ] as const,
      ];
    }),
  );
}

function listOf(rows: readonly Row[], toLine: (row: Row) => AbsenceLine, isCountOnly: boolean): AbsenceList {
  const count = rows[0]?.total ?? 0;
  return isCountOnly ? { count, lines: [], more: 0 } : { count, lines: rows.map(toLine), more: count - rows.length };
}

async function loadChanges(batch: Batch): Promise<(Row & { messageId: string })[]> {
  return batch.database.query(selectChanges, claimBindings(batch));
}

async function loadOutlook({ database, today }: Batch): Promise<Row[]> {
  return database.query(selectOutlook, { today, last: addDays(today, outlookDays) });
}

/** Returns a function that reduces an absence to what the configuration allows a mail to show. */
function lineFormatter({ detail, sensitiveTypes }: AbsencesConfig): (row: Row) => AbsenceLine {
  const isSensitive = sensitiveMatcher(sensitiveTypes);
  return ({ person, client, type, dateFrom, dateTo, previousFrom, previousTo }) => ({
    person,
    client,
    type: detail !== 'type' || type === null || isSensitive(type) ? null : type,
    from: dateFrom,
    until: dateTo,
    previous: previousFrom === null || previousTo === null ? null : { from: previousFrom, until: previousTo },
  });
}
