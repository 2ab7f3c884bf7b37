import { afterEach, expect, test } from 'vitest';
import { cellText, everyCell, FaultCell, faultTable } from '../../helpers/fault-cell.js';
import { publicReplies } from '../../helpers/public-replies.js';

const table = faultTable('reply', 'to', 'after a week', 'told', 'when mended', 'source');
let cell: FaultCell | undefined;
afterEach(async () => {
  await cell?.close();
  cell = undefined;
});

const day = 24 * 60;
const runsPerDay = everyCell ? 24 : 2;
const replies = everyCell ? publicReplies : publicReplies.slice(0, 2);

test('Forty refusals of public pages are tried', () => {
  expect(publicReplies.length).toBeGreaterThanOrEqual(40);
  expect(publicReplies.every(({ source }) => source.startsWith('https://'))).toBe(true);
});

test.each(replies)(
  'A week of $reply to $at: nothing is lost, nothing fails, attempts are few, and it is told within a day',
  async ({ at, reply, source }) => {
    let isFaulty = true;
    cell = await FaultCell.open(
      {
        extensions: ['AUTH PLAIN'],
        script: ({ stage }) => (isFaulty && stage === at ? { reply, drop: reply.startsWith('421') } : undefined),
      },
      { mails: 2, smtp: { user: 'biuro', password: 'tajne' } },
    );
    let [toldAt, result]: [number | undefined, Awaited<ReturnType<FaultCell['run']>> | undefined] = [
      undefined,
      undefined,
    ];
    for (let minute = 0; minute < 7 * day; minute += day / runsPerDay) {
      result = await cell.run(minute);
      if (result.exitCode >= 75) toldAt ??= minute;
      expect(result.states['failed'] ?? 0).toBe(0);
    }
    expect(toldAt).toBeLessThan(day);
    expect(result!.attempts.length).toBeLessThanOrEqual(7 * runsPerDay * 6);
    isFaulty = false;
    const later = await cell.run(8 * day);
    expect(later).toMatchObject({ states: { sent: 2 }, exitCode: 0 });
    expect(cell.peer.received).toHaveLength(2);
    table.row(reply.slice(0, 60), at, cellText(result!), `${toldAt ?? '-'} min`, cellText(later), source);
  },
  600_000,
);
