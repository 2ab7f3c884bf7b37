import type { KindId } from '../config/index.js';
import { absences } from './absences/index.js';
import { auditCompleted } from './audit-completed/index.js';
import { clientActivityAccounting, clientActivityHr } from './client-activity/index.js';
import { documentsDelivered } from './documents-delivered/index.js';
import type { Kind } from './kind.js';
import { officeActivity } from './office-activity/index.js';
import { userActivity } from './user-activity/index.js';

export type { Batch, Kind } from './kind.js';

/** The registry: a new kind is a folder here, one under `templates`, and a line below. */
export const kinds: Readonly<Record<KindId, Kind>> = {
  'audit-completed': auditCompleted,
  'documents-delivered': documentsDelivered,
  'user-activity': userActivity,
  'office-activity': officeActivity,
  'client-activity-hr': clientActivityHr,
  'client-activity-accounting': clientActivityAccounting,
  absences: absences,
};
