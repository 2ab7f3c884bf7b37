import { enqueueUserSummaries } from '../../outbox/index.js';
import { addDays, monthStart, startOf } from '../../schedule/index.js';
import { summaryKind } from '../summary-kind.js';
import { loadUserActivity, userActivityStatements } from './load.js';
import { sampleUserActivity } from './sample.js';

/** Informacja o aktywności użytkownika; not sent to a user who approved nothing in the month. */
export const userActivity = summaryKind(
  'users',
  (plan, day) =>
    enqueueUserSummaries(plan, day, {
      from: plan.clock.toSource(startOf(monthStart(day), plan.zone)),
      until: plan.clock.toSource(startOf(addDays(day, 1), plan.zone)),
    }),
  { load: loadUserActivity, statements: userActivityStatements, sample: sampleUserActivity },
);
