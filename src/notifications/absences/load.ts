import { statement, type Dialect } from '../../database/index.js';
import { addDays, polishHolidays, type Day } from '../../schedule/index.js';
import { usableRows } from '../../source/index.js';
import { claimBindings, groupBy, linksOf, messageId } from '../claimed-events.js';
import type { Batch } from '../kind.js';
import { absenceLists, type AbsenceRow, type ChangeRow } from './absence-lists.js';
import { maxPlanned, type PlannedAbsence } from './return-day.js';
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

/**
 * SQL: both lists have one order, so that a listed absence has its change beside it. Binary, because the columns may
 * have different collations.
 */
const order = (alias: string, { binary }: Dialect) =>
  `${alias}.date_from, ${binary(`${alias}.person`)}, ${alias}.absence_id`;

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
/** SQL: the changes of the claimed messages, the first ones of each sort. */
const changes = (dialect: Dialect) => `(SELECT * FROM (
       SELECT ${messageId} AS "messageId", e.change AS mark, ${changeList} AS list, ${columns('e')}, e.client_id AS client_id,
         CAST(e.previous_from AS nvarchar(10)) AS "previousFrom", CAST(e.previous_to AS nvarchar(10)) AS "previousUntil",
         e.previous_type AS "previousType", COUNT(*) OVER (PARTITION BY ${changeSort}) AS total,
         ROW_NUMBER() OVER (PARTITION BY ${changeSort} ORDER BY ${order('e', dialect)}) AS position
       FROM {messages} m JOIN {message_events} me ON me.message_id = m.id JOIN {absence_changes} e ON e.id = me.event_id
       LEFT JOIN ${usableRows('source_clients', dialect)} c ON c.client_id = e.client_id
       WHERE m.lease_owner = :token AND m.kind = :kind
     ) ranked WHERE position <= ${shown})`;
const outlookList = "CASE WHEN a.date_from <= :today THEN 'today' ELSE 'upcoming' END";
/** SQL: who is absent today and in the days after it, the first ones of each list. */
const outlook = (dialect: Dialect) => `(SELECT * FROM (
       SELECT ${outlookList} AS list, ${columns('a')}, a.client_id AS client_id, COUNT(*) OVER (PARTITION BY ${outlookList}) AS total,
         ROW_NUMBER() OVER (PARTITION BY ${outlookList} ORDER BY ${order('a', dialect)}) AS position
       FROM ${usableRows('source_absences', dialect)} a
       LEFT JOIN ${usableRows('source_clients', dialect)} c ON c.client_id = a.client_id
       WHERE a.date_to >= :today AND a.date_from <= :last
     ) ranked WHERE position <= ${shown})`;
const selectChanges = statement(
  'absences.load-changes',
  (dialect) => `SELECT * FROM ${changes(dialect)} e ORDER BY "messageId", list, position`,
  { numbers: ['total'] },
);
const selectOutlook = statement(
  'absences.load-outlook',
  (dialect) => `SELECT * FROM ${outlook(dialect)} a ORDER BY list, position`,
  { numbers: ['total'] },
);
const selectPlanned = statement(
  'absences.load-planned',
  (dialect) => `SELECT person, "clientId", "from", "until" FROM (
       SELECT a.person AS person, CAST(a.client_id AS nvarchar(20)) AS "clientId", CAST(a.date_from AS nvarchar(10)) AS "from",
         CAST(a.date_to AS nvarchar(10)) AS "until",
         ROW_NUMBER() OVER (PARTITION BY a.client_id, ${dialect.binary('a.person')} ORDER BY a.date_from, a.absence_id) AS position
       FROM ${usableRows('source_absences', dialect, 'source_absences.date_to >= :earliest')} a
       JOIN (
         SELECT client_id, ${dialect.binary('person')} AS person FROM ${outlook(dialect)} a
         UNION SELECT client_id, ${dialect.binary('person')} FROM ${changes(dialect)} e
       ) listed ON listed.person = ${dialect.binary('a.person')}
         AND (listed.client_id = a.client_id OR (listed.client_id IS NULL AND a.client_id IS NULL))
     ) ranked WHERE position <= ${maxPlanned} ORDER BY position`,
);

export const loadAbsencesStatements = [selectMessages, selectChanges, selectOutlook, selectPlanned];

export async function loadAbsences(batch: Batch<AbsencesConfig>): Promise<Map<string, AbsencesContent>> {
  const { database, kind, today } = batch;
  const messages = await database.query<MessageRow>(selectMessages, claimBindings(batch));
  const bindings = { today, last: addDays(today, outlookDays) };
  const changed = groupBy(
    // Of each message: some changes of each sort, with the number of all of that sort.
    await database.query<ChangeRow>(selectChanges, { ...claimBindings(batch), ...bindings }),
    (row) => row.messageId,
  );
  const absent = await database.query<AbsenceRow>(selectOutlook, bindings);
  const earliest = [today, ...[...changed.values()].flat().map(({ until }) => until)].sort()[0]!;
  const planned = await database.query<PlannedAbsence>(selectPlanned, {
    ...claimBindings(batch),
    ...bindings,
    earliest,
  });
  const publicHolidays = await polishHolidays();
  const ownHolidays = await polishHolidays(kind.daysOff);
  const holidaysOf = (clientId: string | null) => (clientId === null ? ownHolidays : publicHolidays);
  return new Map(
    messages.flatMap(({ messageId: id, day, earlier }) => {
      const ownChanges = changed.get(id) ?? [];
      // An outlook for a past day would repeat today's.
      if (ownChanges.length === 0 && (day < today || absent.length === 0)) return [];
      const content = {
        today,
        isFirst: earlier === 0,
        ...absenceLists(ownChanges, absent, planned, kind, holidaysOf),
        ...linksOf(kind),
      };
      return [[id, content] as const];
    }),
  );
}
