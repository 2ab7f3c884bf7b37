import type { Dialect } from '../../database/index.js';
import {
  isInTime,
  usableCopies,
  usableRows,
  type GuardianRole,
  type TimeBounds,
  type ViewName,
} from '../../source/index.js';

/** The events of a kind: rows of a view with `event_id`, `occurred_at` and `client_id`. */
export interface EventSource {
  readonly view: ViewName;
  /** SQL: a condition on the view's alias `e`. */
  readonly where?: string;
  /** The role of the guardians who get the event. */
  readonly role: GuardianRole;
}

/**
 * SQL: `FROM` and `WHERE` for the usable events `e` of the source inside the bounds that are not yet planned, skipped
 * or in the baseline. A view may yield an event twice.
 */
export function pendingEvents(source: EventSource, bounds: TimeBounds, dialect: Dialect): string {
  const { view } = source;
  const isNew = `NOT EXISTS (SELECT 1 FROM {planned_events} p WHERE p.kind = :kind AND p.event_id = ${view}.event_id)`;
  const isInside = isInTime(`${view}.occurred_at`, bounds, dialect);
  return `FROM ${eventsOf(source, dialect, `${isInside} AND ${isNew}`)}`;
}

/**
 * SQL: the usable events `e` of the source that meet a condition on the view's name, and its own condition. If the view
 * yields an event twice, the row that counts must meet it, so that no event belongs to two kinds.
 */
export function eventsOf({ view, where }: EventSource, dialect: Dialect, condition: string): string {
  return where === undefined
    ? `${usableCopies(view, dialect, condition)} e`
    : `${usableRows(view, dialect, condition)} e WHERE ${where}`;
}

/** SQL: a condition on the planned events `p`: they are those of the slot. */
export const inSlot = "p.kind = :kind AND p.slot = :slot AND p.state = 'planned'";

/**
 * SQL: `FROM` for the slot's events `p` of a source, each with the users `g` of its client. The client is the one that
 * mails show.
 * @param users SQL: a table of `client_id` and `user_id`, each pair once
 */
export function slotEvents(source: EventSource, users: string, dialect: Dialect): string {
  return `FROM {planned_events} p
    JOIN (
      SELECT e.event_id AS event_id, MAX(e.client_id) AS client_id
      FROM ${eventsOf(source, dialect, `${source.view}.event_id IN (SELECT p.event_id FROM {planned_events} p WHERE ${inSlot})`)}
      GROUP BY e.event_id
    ) e ON e.event_id = p.event_id
    JOIN ${users} g ON g.client_id = e.client_id`;
}
