import { z } from 'zod';
import { addressedKindSettings, kindSettings, type KindConfig } from '../config/index.js';
import type { Plan } from '../outbox/index.js';
import { referenceDay, referenceDayRules, type Day, type ReferenceDayRule } from '../schedule/index.js';
import type { Kind } from './kind.js';

type SummaryConfig = KindConfig & { readonly referenceDay: ReferenceDayRule };

const ownSettings = {
  referenceDay: z
    .enum(referenceDayRules)
    .default('auto')
    .describe('the day a summary is about; auto: today when it starts at 12:00 or later'),
};

/** A kind that sums up a reference day, once per recipient and day. It needs no baseline. */
export function summaryKind(
  audience: Kind['audience'],
  enqueue: (plan: Plan, day: Day) => Promise<void>,
  content: Pick<Kind, 'load' | 'statements' | 'sample'>,
): Kind<SummaryConfig> {
  return {
    settings: (audience === 'addresses' ? addressedKindSettings : kindSettings).extend(ownSettings),
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
