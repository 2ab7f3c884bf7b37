import { readFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { cellText, everyCell, FaultCell, faultTable } from '../../helpers/fault-cell.js';
import { publicReplies, type PublicReply } from '../../helpers/public-replies.js';

const table = faultTable('reply', 'to', 'after a week', 'told', 'when mended', 'source');
/** A reply as a cell of a Markdown table. */
const inTable = (reply: string) =>
  reply
    .split('\n')
    .map((line) => `\`${line}\``)
    .join('<br>');

let cell: FaultCell | undefined;
afterEach(async () => {
  await cell?.close();
  cell = undefined;
});

const day = 24 * 60;
const runsPerDay = everyCell ? 24 : 2;
/** The most attempts in one run at the two mails of this office, while the server gives this reply. */
function maxAttempts({ at, reply }: PublicReply): number {
  // A server that cannot be reached is left after three errors, a refused login or sender at once.
  if (['banner', 'ehlo', 'auth', 'mail'].includes(at))
    return ['auth', 'mail'].includes(at) && reply.startsWith('5') ? 1 : 3;
  // Each mail once; three times if the server closes the connection.
  return /^(421|503)/.test(reply) ? 6 : 2;
}

const replies = everyCell ? publicReplies : publicReplies.slice(0, 2);

test('docs/reliability.md has each reply with its source', () => {
  const page = readFileSync(new URL('../../../docs/reliability.md', import.meta.url), 'utf8');
  for (const { at, reply, source } of publicReplies)
    expect(page).toContain(`| ${inTable(reply)} | ${at} | [page](${source}) |`);
});

test('Forty refusals of public pages are tried', () => {
  expect(publicReplies.length).toBeGreaterThanOrEqual(40);
  expect(publicReplies.every(({ source }) => source.startsWith('https://'))).toBe(true);
});

test.each(replies)(
  'A week of $reply to $at: nothing is lost, nothing fails, attempts are few, and it is told within a day',
  async (publicReply) => {
    const { at, reply, source } = publicReply;
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
    expect(result!.attempts.length).toBeLessThanOrEqual(7 * runsPerDay * maxAttempts(publicReply));
    isFaulty = false;
    const later = await cell.run(8 * day);
    expect(later).toMatchObject({ states: { sent: 2 }, exitCode: 0 });
    expect(cell.peer.received).toHaveLength(2);
    table.row(reply.slice(0, 60), at, cellText(result!), `${toldAt ?? '-'} min`, cellText(later), source);
  },
  600_000,
);
