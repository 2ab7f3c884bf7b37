import { eventKind } from '../event-kind.js';
import { activityStatements, loadClientActivity } from './load.js';
import { sampleActivity } from './sample.js';

/** Informacja o aktywności klienta: the department of an activity decides who gets the mail, not its name. */
function clientActivity(department: 'hr' | 'accounting') {
  return eventKind(
    { view: 'source_panel_activities', where: `e.department = '${department}'`, role: department },
    {
      load: (batch) => loadClientActivity(department, batch),
      statements: activityStatements(department),
      sample: (now) => sampleActivity(now, department),
    },
  );
}

export const clientActivityHr = clientActivity('hr');
export const clientActivityAccounting = clientActivity('accounting');
