import { statement } from '../../database/index.js';
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
import type { DeliveriesContent, Delivery } from './content.js';

/** With every field filled they stay below 102 kB, where Gmail cuts a mail. */
const shown = 25;

interface Row extends ClientRow, Delivery {
  total: number;
  clientCount: number;
}

const selectDeliveries = statement(
  'documents-delivered.load',
  (dialect) => `SELECT * FROM (
       SELECT counted.*, MAX("clientNumber") OVER (PARTITION BY "messageId") AS "clientCount"
       FROM (
         SELECT ${clientColumns},
           e.period AS period, e.occurred_at AS "occurredAt", CAST(e.delivered_on AS nvarchar(10)) AS "deliveredOn",
           e.delivered_by AS "deliveredBy", e.received_by AS "receivedBy", e.document_kinds AS kinds, e.document_count AS count,
           e.remarks AS remarks, COUNT(*) OVER (PARTITION BY e.message_id) AS total,
           ${clientNumber},
           ROW_NUMBER() OVER (PARTITION BY e.message_id ORDER BY e.occurred_at DESC, e.event_id DESC) AS position
         ${fromClaimedEvents('source_document_deliveries', dialect)}
       ) counted
     ) ranked WHERE position <= ${shown} ORDER BY "messageId", position DESC`,
  {
    numbers: ['count', 'total', 'clientCount'],
  },
);

export const deliveryStatements = [selectDeliveries];

export async function loadDeliveries(batch: Batch): Promise<Map<string, DeliveriesContent>> {
  const rows = await batch.database.query<Row>(selectDeliveries, claimBindings(batch));
  return new Map(
    [...groupBy(rows, (row) => row.messageId)].map(([id, listed]) => {
      const { total, clientCount } = listed[0]!;
      const clients = byClient(listed, batch, (own) => ({
        deliveries: own.map((row) => deliveryOf(row, batch)),
      }));
      clients.sort((a, b) => a.client.name.localeCompare(b.client.name, 'pl'));
      return [
        id,
        {
          clients,
          clientCount,
          total,
          more: total - listed.length,
          hasRemarks: listed.some(({ remarks }) => (remarks ?? '').trim() !== ''),
          ...linksOf(batch.kind),
        },
      ];
    }),
  );
}

function deliveryOf(
  { period, occurredAt, deliveredOn, deliveredBy, receivedBy, kinds, count, remarks }: Row,
  { clock }: Batch,
): Delivery {
  return {
    period,
    occurredAt: clock.fromSource(occurredAt),
    deliveredOn,
    deliveredBy,
    receivedBy,
    kinds,
    count,
    remarks,
  };
}
