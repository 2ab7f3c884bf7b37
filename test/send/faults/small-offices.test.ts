import { afterEach, describe, expect, test } from 'vitest';
import { cellText, everyCell, FaultCell, faultTable } from '../../helpers/fault-cell.js';
import type { Stage } from '../../helpers/scripted-smtp.js';

const table = faultTable('reply', 'to', 'people', 'schedule', 'while refused', 'when mended');
let cell: FaultCell | undefined;
afterEach(async () => {
  await cell?.close();
  cell = undefined;
});

const day = 24 * 60;
const schedules = { 'every minute': { every: 1, runs: 20 }, daily: { every: day, runs: 7 } } as const;
/** Refusals of an account, in words of which no table knows that they are. */
const replies = [
  '554 5.2.0 STOREDRV OutboundSpam; message refused',
  '550 Sender address is not allowed',
  '451 outgoing limits of this mailbox are reached',
  '550 limit of 2 rcpts per 24 hours',
];
const stages = ['mail', 'rcpt', 'dot'] as const;
const cells = replies
  .flatMap((reply) =>
    stages.flatMap((stage) =>
      [1, 2, 3].flatMap((people) =>
        (Object.keys(schedules) as (keyof typeof schedules)[]).map((schedule) => ({ reply, stage, people, schedule })),
      ),
    ),
  )
  .filter(
    ({ reply, stage, people, schedule }) =>
      everyCell || (reply === replies[1] && stage === 'rcpt' && people === 2 && schedule === 'daily'),
  );

async function refusedOffice(mails: number, refusal: (recipient: string, stage: Stage) => string | undefined) {
  cell = await FaultCell.open(
    {
      script: ({ stage, recipient = '' }) => {
        const reply = refusal(recipient, stage);
        return reply === undefined ? undefined : { reply };
      },
    },
    { mails },
  );
  return cell;
}

describe('A refused account of a small office fails no mail', () => {
  test.each(cells)('$reply to $stage, $people people, $schedule', async ({ reply, stage, people, schedule }) => {
    let isRefused = true;
    const office = await refusedOffice(people, (_, at) => (isRefused && at === stage ? reply : undefined));
    const { every, runs } = schedules[schedule];
    let result = await office.run(0);
    for (let run = 1; run < runs; run += 1) {
      expect(result).toMatchObject({ exitCode: 75 });
      expect(result.errors).toHaveLength(1);
      expect([result.states['failed'], result.states['sent']]).toEqual([undefined, undefined]);
      result = await office.run(run * every);
    }
    isRefused = false;
    const later = await office.run(runs * every + 2 * 60);
    expect(later).toMatchObject({ states: { sent: people }, exitCode: 0 });
    expect(office.peer.received).toHaveLength(people);
    table.row(reply, stage, String(people), schedule, cellText(result), cellText(later));
  });
});

test('A bad address alone is held and told in one line for a month, and fails only after another delivery', async () => {
  const office = await refusedOffice(1, (to, stage) =>
    stage === 'rcpt' && to.startsWith('osoba0') ? '550 nobody here' : undefined,
  );
  for (let run = 0; run < (everyCell ? 30 : 5); run += 1) {
    const result = await office.run(run * day);
    expect(result).toMatchObject({ states: { deferred: 1 }, exitCode: 75, errors: ['MAILBOX_SUSPECTED'] });
  }
  const { office: data } = office;
  data.audit(data.client('Nowa', { client: [data.user('Nowa')] }), '2026-12-24T08:00:00+01:00');
  expect(await office.run(31 * day)).toMatchObject({ states: { failed: 1, sent: 1 }, exitCode: 1, errors: [] });
});
