import { statement } from '../../database/index.js';
import { addDays, polishHolidays, type Day } from '../../schedule/index.js';
import { usableRows } from '../../source/index.js';
import { claimBindings, groupBy, linksOf, messageId } from '../claimed-events.js';
import type { Batch } from '../kind.js';
import { absenceLists, type AbsenceRow, type ChangeRow } from './absence-lists.js';
import type { AbsencesContent } from './content.js';
import type { AbsencesConfig } from './settings.js';

const outlookDays = 7;
/** Rows per list. All lists of that length together stay below 102 kB, where Gmail cuts a mail. */
const shown = 25;

interface MessageRow {
  readonly messageId: string;
  readonly day: Day;
  readonly earlier: number;
}

const columns = (alias: string) => `CAST(${alias}.absence_id AS nvarchar(20)) AS id, ${alias}.person AS person,
  ${alias}.absence_type AS type, CASE WHEN ${alias}.client_id IS NOT NULL
    THEN COALESCE(c.name, CAST(CONCAT('#', ${alias}.client_id) AS nvarchar(20))) END AS client, CAST(${alias}.client_id AS nvarchar(20)) AS "clientId",
  CAST(${alias}.date_from AS nvarchar(10)) AS "from", CAST(${alias}.date_to AS nvarchar(10)) AS "until"`;

const selectMessages = statement(
  'absences.load-messages',
  `SELECT ${messageId} AS "messageId", CAST(m.reference_day AS nvarchar(10)) AS day,
       (SELECT COUNT(*) FROM {messages} p WHERE p.kind = m.kind AND p.recipient = m.recipient AND p.id < m.id
        AND p.state NOT IN ('skipped', 'failed')) AS earlier
     FROM {messages} m WHERE m.lease_owner = :token AND m.kind = :kind`,
  { numbers: ['earlier'] },
);
const changeList = `CASE WHEN e.change = 'removed' OR e.date_to < :today OR e.date_from > :last THEN 'other'
    WHEN e.date_from <= :today THEN 'today' ELSE 'upcoming' END`;
const changeSort = `m.id, e.change, ${changeList}`;
const selectChanges = statement(
  'absences.load-changes',
  (dialect) => `SELECT * FROM (
       SELECT ${messageId} AS "messageId", e.change AS mark, ${changeList} AS list, ${columns('e')},
         CAST(e.previous_from AS nvarchar(10)) AS "previousFrom", CAST(e.previous_to AS nvarchar(10)) AS "previousUntil",
         e.previous_type AS "previousType", COUNT(*) OVER (PARTITION BY ${changeSort}) AS total,
         ROW_NUMBER() OVER (PARTITION BY ${changeSort} ORDER BY e.date_from, e.person, e.id) AS position
       FROM {messages} m JOIN {message_events} me ON me.message_id = m.id JOIN {absence_changes} e ON e.id = me.event_id
       LEFT JOIN ${usableRows('source_clients', dialect)} c ON c.client_id = e.client_id
       WHERE m.lease_owner = :token AND m.kind = :kind
     ) ranked WHERE position <= ${shown} ORDER BY "messageId", list, position`,
  { numbers: ['total'] },
);
const outlookList = "CASE WHEN a.date_from <= :today THEN 'today' ELSE 'upcoming' END";
const selectOutlook = statement(
  'absences.load-outlook',
  (dialect) => `SELECT * FROM (
       SELECT ${outlookList} AS list, ${columns('a')}, COUNT(*) OVER (PARTITION BY ${outlookList}) AS total,
         ROW_NUMBER() OVER (PARTITION BY ${outlookList} ORDER BY a.date_from, a.person, a.absence_id) AS position
       FROM ${usableRows('source_absences', dialect)} a
       LEFT JOIN ${usableRows('source_clients', dialect)} c ON c.client_id = a.client_id
       WHERE a.date_to >= :today AND a.date_from <= :last
     ) ranked WHERE position <= ${shown} ORDER BY list, position`,
  { numbers: ['total'] },
);

export const loadAbsencesStatements = [selectMessages, selectChanges, selectOutlook];

export async function loadAbsences(batch: Batch<AbsencesConfig>): Promise<Map<string, AbsencesContent>> {
  const { database, kind, today } = batch;
  const messages = await database.query<MessageRow>(selectMessages, claimBindings(batch));
  const changes = groupBy(await loadChanges(batch), (row) => row.messageId);
  const outlook = await loadOutlook(batch);
  const isHoliday = await polishHolidays(kind.daysOff);
  return new Map(
    messages.flatMap(({ messageId: id, day, earlier }) => {
      const ownChanges = changes.get(id) ?? [];
      // An outlook for a past day would repeat today's.
      if (ownChanges.length === 0 && (day < today || outlook.length === 0)) return [];
      const content = {
        today,
        horizon: addDays(today, outlookDays),
        isFirst: earlier === 0,
        ...absenceLists(ownChanges, outlook, kind, isHoliday),
        ...linksOf(kind),
      };
      return [[id, content] as const];
    }),
  );
}

/** Changes of each message: some of each sort, with the number of all of that sort. */
async function loadChanges(batch: Batch): Promise<ChangeRow[]> {
  const bindings = { ...claimBindings(batch), today: batch.today, last: addDays(batch.today, outlookDays) };
  return batch.database.query(selectChanges, bindings);
}

async function loadOutlook({ database, today }: Batch): Promise<AbsenceRow[]> {
  return database.query(selectOutlook, { today, last: addDays(today, outlookDays) });
}
