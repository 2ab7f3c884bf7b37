import { afterEach, expect, test } from 'vitest';
import { daysBetween, polishHolidays } from '../../../src/schedule/index.js';
import { BusyOffice } from '../../helpers/busy-office.js';
import { everyCell, faultTable } from '../../helpers/fault-cell.js';

const table = faultTable('month', 'mails', 'most mails of a kind in a slot', 'plans held');

/** Days without a run: a week in a usual month, and one with the end of a month. */
const outages = [...daysBetween('2026-01-12', '2026-01-18'), ...daysBetween('2026-05-26', '2026-06-01')];

let base: BusyOffice;
afterEach(() => {
  base.office.close();
});

test.runIf(everyCell)(
  'A year with month ends, holidays and two outages: no plan is held',
  async () => {
    base = new BusyOffice('2025-11-23', await polishHolidays(), 7);
    const months = new Map<string, { mails: number; most: number; held: number }>();
    for (const day of daysBetween('2025-11-23', '2026-11-22')) {
      base.work(day);
      if (outages.includes(day)) continue;
      const { kinds } = await base.office.run(`${day}T05:30:00Z`);
      const month = months.get(day.slice(0, 7)) ?? { mails: 0, most: 0, held: 0 };
      months.set(day.slice(0, 7), month);
      for (const { planned, heldPlan } of kinds) {
        month.mails += planned;
        month.most = Math.max(month.most, planned);
        if (heldPlan !== undefined) month.held += 1;
      }
    }
    for (const [month, { mails, most, held }] of months) table.row(month, String(mails), String(most), String(held));
    // More than the least number of mails that the guard looks at.
    expect(Math.max(...[...months.values()].map(({ most }) => most))).toBeGreaterThan(50);
    expect([...months.values()].reduce((sum, { held }) => sum + held, 0)).toBe(0);
  },
  1_200_000,
);
