import type { KindId } from '../config/index.js';
import {
  enqueueForGuardians,
  enqueueForFallback,
  selectPendingEvents,
  recordBaseline,
  type EventSource,
} from '../outbox/index.js';
import type { ViewName } from '../source/index.js';
import type { Kind } from './kind.js';

/** A kind that mails events to the guardians of the event's client. */
export function eventKind(
  id: KindId,
  source: EventSource,
  content: Pick<Kind, 'load' | 'sample'>,
  alsoReads: readonly ViewName[] = [],
): Kind {
  return {
    id,
    views: [source.view, ...alsoReads, 'source_clients', 'source_guardians', 'source_users'],
    events: source.view,
    audience: source.role,
    activate: (plan) => recordBaseline(plan, source),
    plan: async (plan) => {
      await selectPendingEvents(plan, source);
      await enqueueForGuardians(plan, source);
      await enqueueForFallback(plan);
    },
    ...content,
  };
}
