import { clientKindSettings } from '../config/index.js';
import {
  enqueueForGuardians,
  eventStatements,
  enqueueForFallback,
  findOwnClients,
  forgetGoneEvents,
  selectDeputies,
  selectPendingEvents,
  recordBaseline,
  type EventSource,
} from '../outbox/index.js';
import type { ViewName } from '../source/index.js';
import type { Batch, Kind } from './kind.js';

interface EventContent {
  /** Number of events. */
  readonly total: number;
}

/** A kind that mails events to the guardians of the event's client. */
export function eventKind(
  source: EventSource,
  {
    statements,
    ...content
  }: Pick<Kind, 'statements' | 'sample'> & {
    load(batch: Batch): Promise<Map<string, EventContent>>;
  },
  alsoReads: readonly ViewName[] = [],
): Kind {
  return {
    settings: clientKindSettings,
    views: [source.view, ...alsoReads, 'source_clients', 'source_guardians', 'source_users', 'source_deputies'],
    events: source.view,
    audience: source.role,
    activate: (plan) => recordBaseline(plan, source),
    plan: async (plan) => {
      if ((await selectPendingEvents(plan, source)) > 0) await selectDeputies(plan, source);
      await enqueueForGuardians(plan, source);
      await enqueueForFallback(plan);
    },
    findOwnClients: ({ database, token, kind }) => findOwnClients(database, source, { token, kind: kind.id }),
    messageEvents: {
      count: (content) => (content as EventContent).total,
      forgetGone: (transaction, message) => forgetGoneEvents(transaction, source, message),
    },
    statements: [...eventStatements(source), ...statements],
    ...content,
  };
}
