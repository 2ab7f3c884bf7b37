import type { Database } from '../../database/index.js';
import { wellFormed, type GuardianRole, type ViewName } from '../../source/index.js';

/** The events of a kind: rows of a view with `event_id`, `occurred_at` and `client_id`. */
export interface EventSource {
  readonly view: ViewName;
  /** SQL: a condition on the view's alias `e`. */
  readonly where?: string;
  /** The role of the guardians who get the event. */
  readonly role: GuardianRole;
}

/** SQL: event `e` belongs to the source, is well formed, and is not yet planned, skipped or in the baseline. */
export function pendingSql({ view, where }: EventSource, dialect: Database['dialect']['name']): string {
  return `${wellFormed(view, 'e', dialect)}${where === undefined ? '' : ` AND ${where}`}
    AND NOT EXISTS (SELECT 1 FROM {planned_events} p WHERE p.kind = :kind AND p.event_id = e.event_id)`;
}
