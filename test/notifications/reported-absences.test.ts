import { expect, test } from 'vitest';
import { onSqlServer } from '../helpers/office.js';
import { simulateAbsences } from '../helpers/reported-absences.js';

const { MOBEVO_TEST_OFFICES } = process.env;
const title = 'Mails about absences tell the people, dates, working days, returns and changes that SQL finds';

async function compared(seed: number, runs: number): Promise<number> {
  const { differences, compared: count } = await simulateAbsences(seed, runs);
  expect(differences, `office ${seed}`).toEqual([]);
  return count;
}

test.skipIf(onSqlServer)(`${title}: some days of an office with long lists`, async () => {
  expect(await compared(8, 8)).toBeGreaterThan(100);
});

test.runIf(MOBEVO_TEST_OFFICES !== undefined && !onSqlServer)(
  `${title}: some weeks of many random offices`,
  async () => {
    const [first, last] = MOBEVO_TEST_OFFICES!.split('-').map(Number);
    let count = 0;
    for (let seed = first!; seed <= last!; seed += 1) count += await compared(seed, 40);
    process.stdout.write(`${count} values of mails about absences compared, all equal\n`);
  },
  86_400_000,
);
