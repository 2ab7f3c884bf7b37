import type english from '../../templates/locales/en.json';
import type polish from '../../templates/locales/pl.json';
import type { KindId } from '../config/index.js';
import { absences } from './absences/index.js';
import { auditCompleted } from './audit-completed/index.js';
import { clientActivityAccounting, clientActivityHr } from './client-activity/index.js';
import { documentsDelivered } from './documents-delivered/index.js';
import type { Kind } from './kind.js';
import { officeActivity } from './office-activity/index.js';
import { userActivity } from './user-activity/index.js';

export type { Batch, Kind } from './kind.js';

/** The kinds that both catalogues of the mails have a name for. */
type NamedKindId = keyof (typeof english)['kinds'] & keyof (typeof polish)['kinds'];

/**
 * The registry. A new kind is a folder here, one under `templates`, its words in both catalogues, and a line below; ids,
 * settings, schemas and the reference follow from it. The order is that of Mobevo's help article and of every report.
 */
export const kinds = {
  'audit-completed': auditCompleted,
  'documents-delivered': documentsDelivered,
  'user-activity': userActivity,
  'office-activity': officeActivity,
  'client-activity-hr': clientActivityHr,
  'client-activity-accounting': clientActivityAccounting,
  absences,
} satisfies Partial<Record<NamedKindId, Kind>>;

export type RegisteredKindId = keyof typeof kinds;

export const kindIds = Object.keys(kinds) as readonly RegisteredKindId[];

/** @param id of a kind in the configuration, whose schema takes no others */
export function kindOf(id: KindId): Kind {
  return kinds[id as RegisteredKindId];
}
