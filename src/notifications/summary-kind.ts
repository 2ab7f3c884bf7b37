import type { KindId } from '../config/index.js';
import type { Plan } from '../outbox/index.js';
import { referenceDay, type Day } from '../schedule/index.js';
import type { Kind } from './kind.js';

/** A kind that sums up a reference day, once per recipient and day. It needs no baseline. */
export function summaryKind(
  id: KindId,
  audience: Kind['audience'],
  enqueue: (plan: Plan, day: Day) => Promise<void>,
  content: Pick<Kind, 'load' | 'sample'>,
): Kind {
  return {
    id,
    views: ['source_invoice_approvals', 'source_users'],
    events: 'source_invoice_approvals',
    audience,
    activate: () => Promise.resolve(),
    plan: async (plan) => {
      const at = new Date(Math.min(plan.now.getTime(), Date.parse(plan.slot)));
      return enqueue(plan, await referenceDay(plan.kind, at, plan.zone));
    },
    ...content,
  };
}
