import { expect, test } from 'vitest';
import { onSqlServer } from '../helpers/office.js';
import { simulateEvents } from '../helpers/reported-events.js';

const { MOBEVO_TEST_OFFICES } = process.env;
const title =
  'Every audit, delivery and activity is reported once to each of its guardians, with the figures that SQL finds';

async function compared(seed: number, runs: number): Promise<number> {
  const { differences, compared: count } = await simulateEvents(seed, runs);
  expect(differences, `office ${seed}`).toEqual([]);
  return count;
}

test.skipIf(onSqlServer)(`${title}: some days of two offices`, async () => {
  expect((await compared(2, 6)) + (await compared(3, 6))).toBeGreaterThan(300);
});

test.runIf(MOBEVO_TEST_OFFICES !== undefined && !onSqlServer)(
  `${title}: some weeks of many random offices`,
  async () => {
    const [first, last] = MOBEVO_TEST_OFFICES!.split('-').map(Number);
    let count = 0;
    for (let seed = first!; seed <= last!; seed += 1) count += await compared(seed, 30);
    process.stdout.write(`${count} values of mails about events compared, all equal\n`);
  },
  86_400_000,
);
