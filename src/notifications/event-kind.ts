import { clientKindSettings } from '../config/index.js';
import {
  enqueueForGuardians,
  eventStatements,
  enqueueForFallback,
  selectPendingEvents,
  recordBaseline,
  type EventSource,
} from '../outbox/index.js';
import type { ViewName } from '../source/index.js';
import type { Kind } from './kind.js';

/** A kind that mails events to the guardians of the event's client. */
export function eventKind(
  source: EventSource,
  { statements, ...content }: Pick<Kind, 'load' | 'statements' | 'sample'>,
  alsoReads: readonly ViewName[] = [],
): Kind {
  return {
    settings: clientKindSettings,
    views: [source.view, ...alsoReads, 'source_clients', 'source_guardians', 'source_users'],
    events: source.view,
    audience: source.role,
    activate: (plan) => recordBaseline(plan, source),
    plan: async (plan) => {
      await selectPendingEvents(plan, source);
      await enqueueForGuardians(plan, source);
      await enqueueForFallback(plan);
    },
    statements: [...eventStatements(source), ...statements],
    ...content,
  };
}
