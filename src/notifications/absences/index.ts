import type { Kind } from '../kind.js';
import { recordKnownAbsences } from './detect.js';
import { enqueueAbsences } from './enqueue.js';
import { loadAbsences } from './load.js';
import { sampleAbsences } from './sample.js';

/** Informacja o nieobecnościach: what changed since the last mail, who is absent today, and the next seven days. */
export const absences: Kind = {
  id: 'absences',
  views: ['source_absences', 'source_clients'],
  events: 'source_absences',
  audience: 'addresses',
  activate: recordKnownAbsences,
  plan: enqueueAbsences,
  load: loadAbsences,
  sample: sampleAbsences,
};
