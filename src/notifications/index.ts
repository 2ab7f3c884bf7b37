import type english from '../../templates/locales/en.json';
import type polish from '../../templates/locales/pl.json';
import type { KindConfig, KindId } from '../config/index.js';
import type { ViewName } from '../source/index.js';
import { absences } from './absences/index.js';
import { auditCompleted } from './audit-completed/index.js';
import { clientActivityAccounting, clientActivityHr } from './client-activity/index.js';
import { documentsDelivered } from './documents-delivered/index.js';
import type { Kind } from './kind.js';
import { officeActivity } from './office-activity/index.js';
import { userActivity } from './user-activity/index.js';

export type { Batch } from './kind.js';

/** The kinds that each catalogue of the mails has a name for. */
type NamedIn<Catalogue extends { kinds: object }> = Partial<Record<keyof Catalogue['kinds'], Kind>>;

/**
 * The registry, in the order of Mobevo's help article and of every report. A new kind is a folder here, one under
 * `templates`, its words in both catalogues, and a line below; ids, settings, schemas and the reference follow from it.
 * A kind without a name in a catalogue does not compile; the build fails when templates or other words are missing.
 */
export const kinds = {
  'audit-completed': auditCompleted,
  'documents-delivered': documentsDelivered,
  'user-activity': userActivity,
  'office-activity': officeActivity,
  'client-activity-hr': clientActivityHr,
  'client-activity-accounting': clientActivityAccounting,
  absences,
} satisfies NamedIn<typeof polish> satisfies NamedIn<typeof english>;

export type RegisteredKindId = keyof typeof kinds;

export const kindIds = Object.keys(kinds) as readonly RegisteredKindId[];

/** @param id of a kind in the configuration, whose schema takes no others */
export function kindOf(id: KindId): Kind {
  return kinds[id as RegisteredKindId];
}

/** The views that a kind with these settings reads. */
export function viewsOf({ id, deputies }: KindConfig): readonly ViewName[] {
  const { views } = kindOf(id);
  return deputies === 'off' ? views.filter((view) => view !== 'source_deputies') : views;
}

/** The views that each of these kinds reads. */
export function viewsReadBy(kindConfigs: readonly KindConfig[]): { id: KindId; views: readonly ViewName[] }[] {
  return kindConfigs.map((kind) => ({ id: kind.id, views: viewsOf(kind) }));
}
