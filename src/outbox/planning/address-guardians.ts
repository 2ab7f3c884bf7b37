import { isReachable } from '../../source/index.js';
import type { EventSource } from './event-source.js';
import type { Plan } from './plan.js';

/** One message for each reachable guardian of a client with events in this slot, and the events linked to it. */
export async function addressGuardians({ transaction, kind, slot, now }: Plan, { view, role }: EventSource): Promise<void> {
  const guardedEvents = `FROM {planned_events} p
    JOIN {${view}} e ON e.event_id = p.event_id
    JOIN (SELECT DISTINCT g.client_id, g.user_id FROM {source_guardians} g WHERE g.role = :role) g ON g.client_id = e.client_id`;
  const inSlot = "p.kind = :kind AND p.slot = :slot AND p.state = 'planned'";
  await transaction.execute(
    `INSERT INTO {messages} (idempotency_key, kind, slot, recipient, user_id, state, created_at)
     SELECT DISTINCT CONCAT(:kind, '|', :slotKey, '|user:', u.user_id), :kind, :slot, CONCAT('user:', u.user_id), u.user_id, 'queued', :now
     FROM {source_users} u
     WHERE ${isReachable('u')} AND u.user_id IN (SELECT g.user_id ${guardedEvents} WHERE ${inSlot})`,
    { kind: kind.id, slot, slotKey: `at ${slot}`, role, now: now.toISOString() });
  await transaction.execute(
    `INSERT INTO {message_events} (message_id, event_id)
     SELECT DISTINCT m.id, p.event_id ${guardedEvents}
     JOIN {messages} m ON m.kind = :kind AND m.slot = :slot AND m.user_id = g.user_id
     WHERE ${inSlot}`, { kind: kind.id, slot, role });
}
