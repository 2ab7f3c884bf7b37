import type { Database } from '../../database/index.js';
import { wellFormed, type GuardianRole, type ViewName } from '../../source/index.js';

/** The events of a kind: rows of a view with `event_id`, `occurred_at` and `client_id`. */
export interface EventSource {
  readonly view: ViewName;
  /** SQL that restricts the view's alias `e`. */
  readonly where?: string;
  /** Which guardians of the event's client are told. */
  readonly role: GuardianRole;
}

/** SQL: event `e` belongs to the source, can be used, and has not been planned, skipped or recorded as baseline. */
export function pendingSql({ view, where }: EventSource, dialect: Database['dialect']['name']): string {
  return `${wellFormed(view, 'e', dialect)}${where === undefined ? '' : ` AND ${where}`}
    AND NOT EXISTS (SELECT 1 FROM {planned_events} p WHERE p.kind = :kind AND p.event_id = e.event_id)`;
}
