import { claimBindings, claimedEvents, clientName, groupBy, messageId } from '../claimed-events.js';
import type { Batch } from '../kind.js';
import type { DeliveriesContent, Delivery } from './content.js';

/** They stay below the 102 kB at which Gmail cuts a mail. */
const shown = 40;

interface Row extends Omit<Delivery, 'client'> { messageId: string; name: string; taxId: string | null; total: number; position: number }

export async function loadDeliveries(batch: Batch): Promise<Map<string, DeliveriesContent>> {
  const rows = await batch.database.query<Row>(
    `SELECT * FROM (
       SELECT ${messageId} AS "messageId", ${clientName} AS name, c.tax_id AS "taxId", e.period AS period,
         e.occurred_at AS "occurredAt", CAST(e.delivered_on AS nvarchar(10)) AS "deliveredOn", e.delivered_by AS "deliveredBy",
         e.received_by AS "receivedBy", e.document_kinds AS kinds, e.document_count AS count, e.remarks AS remarks,
         COUNT(*) OVER (PARTITION BY m.id) AS total,
         ROW_NUMBER() OVER (PARTITION BY m.id ORDER BY e.occurred_at DESC, e.event_id DESC) AS position
       ${claimedEvents('source_document_deliveries')}
     ) ranked WHERE position <= ${shown} ORDER BY "messageId", position DESC`, claimBindings(batch));
  return new Map([...groupBy(rows, (row) => row.messageId)].map(([id, deliveries]) => [id, {
    deliveries: deliveries.map((row) => deliveryOf(row, batch)),
    total: deliveries[0]!.total,
    more: deliveries[0]!.total - deliveries.length,
  }]));
}

function deliveryOf({ name, taxId, period, occurredAt, deliveredOn, deliveredBy, receivedBy, kinds, count, remarks }: Row, { clock }: Batch): Delivery {
  return {
    client: { name, taxId }, period, occurredAt: clock.fromSource(occurredAt), deliveredOn, deliveredBy, receivedBy, kinds, count, remarks,
  };
}
