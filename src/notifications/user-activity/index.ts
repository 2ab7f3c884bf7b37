import { countNewApprovals, enqueueUserSummaries } from '../../outbox/index.js';
import { summaryKind } from '../summary-kind.js';
import { loadUserActivity, userActivityStatements } from './load.js';
import { sampleUserActivity } from './sample.js';

/** Informacja o aktywności użytkownika; not sent while nothing is new, unless a week or month ended. */
export const userActivity = summaryKind('users', enqueueUserSummaries, {
  countEntries: countNewApprovals,
  load: loadUserActivity,
  statements: userActivityStatements,
  sample: sampleUserActivity,
});
