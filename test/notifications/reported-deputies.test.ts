import { expect, test } from 'vitest';
import { onSqlServer } from '../helpers/office.js';
import { simulateDeputies } from '../helpers/reported-deputies.js';

const { MOBEVO_TEST_OFFICES } = process.env;
const title = 'While people are absent, every event reaches a present person in its slot, and nobody twice';

async function simulated(seed: number, days: number, startsOneIn: number) {
  const { differences, missed, ...counts } = await simulateDeputies(seed, days, startsOneIn);
  expect({ differences, missed }, `office ${seed}`).toEqual({ differences: [], missed: 0 });
  return counts;
}

test.skipIf(onSqlServer)(`${title}: some days of two offices`, async () => {
  for (const seed of [2, 3]) {
    const { events, toDeputies } = await simulated(seed, 5, 7);
    expect(events).toBeGreaterThan(25);
    expect(toDeputies).toBeGreaterThan(5);
  }
});

test.runIf(MOBEVO_TEST_OFFICES !== undefined && !onSqlServer)(
  `${title}: a year of random offices with a fifth absent`,
  async () => {
    const [first, last] = MOBEVO_TEST_OFFICES!.split('-').map(Number);
    for (let seed = first!; seed <= last!; seed += 1) {
      const { events, toDeputies, absentShare, compared } = await simulated(seed, 365, 20);
      expect(absentShare).toBeGreaterThan(0.15);
      process.stdout.write(
        `office ${seed}: ${events} events, ${toDeputies} reported to deputies, ${Math.round(100 * absentShare)} % absent, ${compared} values compared, all equal\n`,
      );
    }
  },
  86_400_000,
);
