import { statement, type Dialect } from '../../database/index.js';
import { localDay } from '../../schedule/index.js';
import {
  byClient,
  claimBindings,
  fromClaimedEvents,
  clientColumns,
  clientNumber,
  groupBy,
  linksOf,
  type ClientRow,
} from '../claimed-events.js';
import type { Batch } from '../kind.js';
import type { ActivityItem, ClientActivity, ClientActivityContent } from './content.js';

/** A message loads at most so many activities and counts, cut in SQL: a digest may have 100,000 activities. */
const shownItems = 50;
const shownCounts = 100;
/** So many of each client's newest activities are listed before any client gets more. */
const shownFirst = 10;

/** SQL: the clients with the most activities first. Needs the columns of `clientColumns`, and "clientTotal". */
const clientOrder = '"clientTotal" DESC, name, "clientId"';

interface CountRow extends ClientRow {
  activity: string;
  count: number;
  total: number;
  clientTotal: number;
  clientCount: number;
  first: string;
  last: string;
}
interface ItemRow extends ActivityItem {
  messageId: string;
  clientId: string;
}

type Department = 'hr' | 'accounting';

/** SQL: FROM and WHERE that give the claimed activities of a department, with their clients. */
const fromActivities = (department: Department, dialect: Dialect) =>
  fromClaimedEvents('source_panel_activities', dialect, `source_panel_activities.department = '${department}'`);

const selectCounts = (department: Department) =>
  statement(
    `client-activity.load-counts-${department}`,
    (dialect) => `SELECT * FROM (
       SELECT totalled.*,
         ROW_NUMBER() OVER (PARTITION BY "messageId" ORDER BY ${clientOrder}, count DESC, activity) AS position
       FROM (
       SELECT ranked.*, SUM(count) OVER (PARTITION BY "messageId") AS total,
         SUM(count) OVER (PARTITION BY "messageId", "clientId") AS "clientTotal",
         MIN("firstOfActivity") OVER (PARTITION BY "messageId") AS first, MAX("lastOfActivity") OVER (PARTITION BY "messageId") AS last,
         MAX("clientNumber") OVER (PARTITION BY "messageId") AS "clientCount"
       FROM (
         SELECT ${clientColumns}, e.activity AS activity, COUNT(*) AS count,
           MIN(e.occurred_at) AS "firstOfActivity", MAX(e.occurred_at) AS "lastOfActivity",
           ${clientNumber}
         ${fromActivities(department, dialect)}
         GROUP BY e.message_id, e.client_id, e.client_name, e.client_tax_id, e.activity
       ) ranked
       ) totalled
     ) numbered WHERE position <= ${shownCounts} ORDER BY "messageId", position`,
    {
      numbers: ['count', 'total', 'clientTotal', 'clientCount'],
    },
  );
const selectItems = (department: Department) =>
  statement(
    `client-activity.load-items-${department}`,
    (dialect) => `SELECT "messageId", "clientId", at, activity, actor, subject FROM (
       SELECT ranked.*, ROW_NUMBER() OVER (PARTITION BY "messageId"
         ORDER BY CASE WHEN "rankInClient" <= ${shownFirst} THEN 0 ELSE 1 END, ${clientOrder}, "rankInClient") AS position
       FROM (
         SELECT ${clientColumns}, e.occurred_at AS at, e.activity AS activity, e.actor AS actor, e.subject AS subject,
           COUNT(*) OVER (PARTITION BY e.message_id, e.client_id) AS "clientTotal",
           ROW_NUMBER() OVER (PARTITION BY e.message_id, e.client_id ORDER BY e.occurred_at DESC, e.event_id DESC) AS "rankInClient"
         ${fromActivities(department, dialect)}
       ) ranked
     ) numbered WHERE position <= ${shownItems} ORDER BY "messageId", ${clientOrder}, "rankInClient" DESC`,
  );

export const activityStatements = (department: Department) => [selectCounts(department), selectItems(department)];

export async function loadClientActivity(
  department: Department,
  batch: Batch,
): Promise<Map<string, ClientActivityContent>> {
  const counts = await batch.database.query<CountRow>(selectCounts(department), claimBindings(batch));
  const items = await batch.database.query<ItemRow>(selectItems(department), claimBindings(batch));
  const itemsByMessage = groupBy(items, (row) => row.messageId);
  return new Map(
    [...groupBy(counts, (row) => row.messageId)].map(([id, rows]) => [
      id,
      contentOf(rows, itemsByMessage.get(id) ?? [], batch),
    ]),
  );
}

function contentOf(counts: readonly CountRow[], items: readonly ItemRow[], batch: Batch): ClientActivityContent {
  const { total, clientCount, first, last } = counts[0]!;
  const { clock, zone, kind } = batch;
  const itemsByClient = groupBy(items, (row) => row.clientId);
  const clients = byClient(counts, batch, (rows): Omit<ClientActivity, 'client'> => {
    const { clientId, clientTotal } = rows[0]!;
    const listed = (itemsByClient.get(clientId) ?? []).map(({ at, activity, actor, subject }) => ({
      at: clock.fromSource(at),
      activity,
      actor,
      subject,
    }));
    return {
      total: clientTotal,
      kinds: rows.map(({ activity, count }) => ({ activity, count })),
      otherKinds: rows.reduce((rest, { count }) => rest - count, clientTotal),
      days: [...groupBy(listed, ({ at }) => localDay(new Date(at), zone))].map(([day, ofDay]) => ({
        day,
        items: ofDay,
      })),
      more: clientTotal - listed.length,
    };
  });
  return {
    clients,
    total,
    clientCount,
    moreClients: clientCount - clients.length,
    from: clock.fromSource(first),
    until: clock.fromSource(last),
    ...linksOf(kind),
  };
}
