import { z } from 'zod';
import { addressedKindSettings, kindSettings, type KindConfig } from '../config/index.js';
import type { Plan, SummaryPeriod } from '../outbox/index.js';
import {
  addDays,
  localDay,
  monthStart,
  referenceDay,
  referenceDayRules,
  startOf,
  type Day,
} from '../schedule/index.js';
import type { ReferenceDayRule } from '../schedule/index.js';
import type { Kind } from './kind.js';
import { summarySpans } from './summary-spans.js';

type SummaryConfig = KindConfig & { readonly referenceDay: ReferenceDayRule };

const ownSettings = {
  referenceDay: z
    .enum(referenceDayRules)
    .default('auto')
    .describe('the day a summary is about; auto: today when it starts at 12:00 or later'),
};

/** How many days back ended weeks and months are looked for; further back after an outage. */
const closedDays = 21;

/** A kind that sums up a reference day, once per recipient and day. It needs no baseline. */
export function summaryKind(
  audience: Kind['audience'],
  enqueue: (plan: Plan, period: SummaryPeriod) => Promise<void>,
  content: Pick<Kind, 'load' | 'statements' | 'sample' | 'countEntries'>,
): Kind<SummaryConfig> {
  return {
    settings: (audience === 'addresses' ? addressedKindSettings : kindSettings).extend(ownSettings),
    views: ['source_invoice_approvals', 'source_users'],
    events: 'source_invoice_approvals',
    audience,
    activate: () => Promise.resolve(0),
    plan: async (plan) => {
      const at = new Date(Math.min(plan.now.getTime(), Date.parse(plan.slot)));
      return enqueue(plan, periodOf(plan, await referenceDay(plan.kind, at, plan.zone)));
    },
    ...content,
  };
}

function periodOf({ now, clock, zone, windowStart }: Plan, day: Day): SummaryPeriod {
  const end = startOf(addDays(day, 1), zone);
  const until = clock.toSource(new Date(Math.min(now.getTime(), end.getTime())));
  const since = [addDays(day, -closedDays), localDay(windowStart, zone)].sort()[0]!;
  const { weeks, months } = summarySpans({ day, until, since }, clock, zone);
  const from = new Date(Math.min(startOf(monthStart(day), zone).getTime(), windowStart.getTime()));
  return { day, until, from: clock.toSource(from), closed: [...weeks, ...months] };
}
