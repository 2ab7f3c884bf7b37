import { eventKind } from '../event-kind.js';
import { deliveryStatements, loadDeliveries } from './load.js';
import { sampleDeliveries } from './sample.js';

/** Informacja o dostarczeniu dokumentów przez klienta. */
export const documentsDelivered = eventKind(
  { view: 'source_document_deliveries', role: 'accounting' },
  { load: loadDeliveries, statements: deliveryStatements, sample: sampleDeliveries },
);
