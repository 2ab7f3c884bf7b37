import type { Kind } from '../kind.js';
import { detectStatements, recordKnownAbsences } from './detect.js';
import { enqueueAbsences, enqueueAbsencesStatements } from './enqueue.js';
import { excessStatements, findAbsencesExcess } from './excess.js';
import { loadAbsences, loadAbsencesStatements } from './load.js';
import { sampleAbsences } from './sample.js';
import { absencesSettings, type AbsencesConfig } from './settings.js';

/** Informacja o nieobecnościach: what changed since the last mail, who is absent today, and the next seven days. */
export const absences: Kind<AbsencesConfig> = {
  settings: absencesSettings,
  views: ['source_absences', 'source_clients'],
  events: 'source_absences',
  audience: 'addresses',
  activate: recordKnownAbsences,
  plan: enqueueAbsences,
  findExcess: findAbsencesExcess,
  load: loadAbsences,
  statements: [...detectStatements, ...enqueueAbsencesStatements, ...excessStatements, ...loadAbsencesStatements],
  sample: sampleAbsences,
};
