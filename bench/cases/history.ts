import { ratioRow, formatSeconds, formatMs, type BenchCase, type Row } from '../case.js';
import { interleave } from '../measure/interleave.js';
import { runToEnd } from '../measure/process.js';
import { activities } from '../offices/guardians.js';
import { history as years } from '../offices/history.js';
import { createMixedOffice } from '../offices/mixed.js';
import type { BenchOffice } from '../offices/office.js';
import { bin } from '../paths.js';

const guardians = 300;
const oncePerDay = { every: '1 day', startAt: '00:00' };

/** Compares the same runs on an office with years of history and on a new one. */
export const history: BenchCase = {
  name: 'history',
  async run({ quick, scratch }): Promise<Row[]> {
    const [oldEvents, oldMessages] = quick ? [1_000_000, 100_000] : [10_000_000, 1_000_000];
    const offices = { empty: await prepareOffice(scratch, 'empty'), old: await prepareOffice(scratch, 'old') };
    offices.old.fill(years, { oldEvents, oldMessages, guardians });
    offices.old.db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    const nothing = await interleave(quick ? 7 : 21, {
      old: () => timeRun(offices.old),
      empty: () => timeRun(offices.empty),
    });
    let round = 0;
    const mailing = await interleave(quick ? 3 : 7, {
      old: () => timeMailingRun(offices.old, round++),
      empty: () => timeMailingRun(offices.empty, round++),
    });
    const listing = await timeList(offices.old);
    offices.empty.close();
    offices.old.close();
    const what = `history of ${oldEvents} events, ${oldMessages} messages`;
    return [
      ratioRow(
        `nothing due, ${what}`,
        [formatMs(nothing.old), nothing.old],
        [`no history, ${formatMs(nothing.empty)}`, nothing.empty],
        '≤ 1.2',
      ),
      ratioRow(
        `${guardians} digests of ${events} events, ${what}`,
        [formatSeconds(mailing.old), mailing.old],
        [`no history, ${formatSeconds(mailing.empty)}`, mailing.empty],
        '≤ 1.2',
      ),
      {
        what: `preview --list of 400 days, failed and of one recipient, ${what}`,
        measured: formatSeconds(listing),
        against: 'a second',
        result: formatSeconds(listing),
        aim: '≤ 1 s',
        met: listing <= 1000,
      },
    ];
  },
};

/** The slower of two lists of 400 days: by a state that few messages have, and by a recipient. @returns milliseconds */
async function timeList(office: BenchOffice): Promise<number> {
  const since = ['--since', '400 days'];
  const options = { cwd: office.directory };
  const failed = await runToEnd(process.execPath, [bin, 'preview', '--list', ...since, '--state', 'failed'], options);
  const recipient = ['--recipient', 'nikt@klos.example'];
  const own = await runToEnd(process.execPath, [bin, 'preview', '--list', ...since, ...recipient], options);
  return Math.max(failed.ms, own.ms);
}

const events = 6000;

/** Creates an office that has already mailed today's slot. */
async function prepareOffice(scratch: string, name: string): Promise<BenchOffice> {
  const office = createMixedOffice(
    scratch,
    `history-${name}`,
    3 * guardians,
    { pickupDirectory: 'outbox' },
    oncePerDay,
  );
  await timeRun(office);
  return office;
}

async function timeRun(office: BenchOffice): Promise<number> {
  return (await runToEnd(process.execPath, [bin, 'run', '--quiet'], { cwd: office.directory })).ms;
}

const dayBefore = "strftime('%Y-%m-%dT%H:%M:%fZ', slot, '-1 day')";
const inLastSlot = 'slot IN (SELECT slot FROM slots)';
/** Moves everything mailed in the last slot to the day before. */
const moveSlotBackSql = [
  `UPDATE messages SET idempotency_key = idempotency_key || ' ' || id, slot = ${dayBefore} WHERE ${inLastSlot}`,
  `UPDATE planned_events SET slot = ${dayBefore} WHERE ${inLastSlot}`,
  // Several rounds are moved to the same day, which has one row here.
  `DELETE FROM planned_slots WHERE ${inLastSlot}`,
  `UPDATE slots SET slot = ${dayBefore}`,
];

/** Adds events, moves the last slot back, and measures a run that plans and sends. @returns milliseconds */
async function timeMailingRun(office: BenchOffice, round: number): Promise<number> {
  office.fill(activities('0.001'), { guardians, events, daysAgo: 0.002, firstId: 1_000_000 * (round + 1) });
  office.fill(moveSlotBackSql);
  const before = office.count("messages WHERE state = 'sent'");
  const took = await timeRun(office);
  const sent = office.count("messages WHERE state = 'sent'") - before;
  if (sent !== guardians) throw new Error(`${sent} digests were sent`);
  return took;
}
