import { expect, test } from 'vitest';
import { simulateSummaries, type Simulation } from '../helpers/reported-totals.js';
import { onSqlServer } from '../helpers/office.js';

const { MOBEVO_TEST_OFFICES } = process.env;
const starts = ['06:00', '13:00', '00:00', '23:59', '17:30', '12:00'];

/** One office per seed. Each has another start time, and every other one local times or days off. */
function simulation(seed: number, from: string, until: string): Simulation {
  return {
    seed,
    from,
    until,
    startAt: starts[seed % starts.length]!,
    clock: seed % 4 < 2 ? 'utc' : 'local',
    workingDaysOnly: seed % 2 === 1,
  };
}

async function expectExactTotals(one: Simulation): Promise<number> {
  const { differences, compared } = await simulateSummaries(one);
  expect(differences, JSON.stringify(one)).toEqual([]);
  return compared;
}

const title = 'Every approval is in exactly one reported total of its day, week and month';

test.skipIf(onSqlServer)(`${title}: over the autumn clock change and a new year`, async () => {
  expect(await expectExactTotals(simulation(1, '2026-10-20', '2027-01-20'))).toBeGreaterThan(1500);
});

test.runIf(MOBEVO_TEST_OFFICES !== undefined && !onSqlServer)(
  `${title}: a year of each of many random offices`,
  async () => {
    const [first, last] = MOBEVO_TEST_OFFICES!.split('-').map(Number);
    let compared = 0;
    for (let seed = first!; seed <= last!; seed += 1)
      compared += await expectExactTotals(simulation(seed, '2026-03-01', '2027-03-20'));
    process.stdout.write(`${compared} figures of the offices ${MOBEVO_TEST_OFFICES!} compared, all equal\n`);
  },
  86_400_000,
);
