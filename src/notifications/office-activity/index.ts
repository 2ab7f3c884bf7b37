import { enqueueAddressSummaries } from '../../outbox/index.js';
import { summaryKind } from '../summary-kind.js';
import { loadOfficeActivity, officeActivityStatements } from './load.js';
import { sampleOfficeActivity } from './sample.js';

/** Informacja o aktywności wszystkich użytkowników – zbiorczy; mailed even when all figures are 0. */
export const officeActivity = summaryKind('addresses', enqueueAddressSummaries, {
  load: loadOfficeActivity,
  statements: officeActivityStatements,
  sample: sampleOfficeActivity,
});
