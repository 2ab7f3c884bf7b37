import { afterEach, describe, expect, test } from 'vitest';
import { cellText, everyCell, FaultCell, faultTable } from '../../helpers/fault-cell.js';
import { onSqlServer } from '../../helpers/office.js';
import { startScripted, type Stage } from '../../helpers/scripted-smtp.js';

const table = faultTable('slow server', 'time limits', 'came to', 'copies');
let cell: FaultCell;
afterEach(async () => {
  await cell.close();
});

/** Each step may take a second. */
const short = Object.fromEntries(
  ['greeting', 'command', 'mail', 'rcpt', 'data', 'block', 'dot'].map((step) => [step, '1 second']),
);
const extensions = ['AUTH PLAIN', 'PIPELINING'];
const login = { user: 'biuro', password: 'tajne' };

describe('A final dot that is answered late, but within its time limit, gives one copy', () => {
  test.each(
    everyCell
      ? [
          [1_500, { ...short, dot: '10 seconds' }],
          [63_000, {}],
        ]
      : [[1_500, { ...short, dot: '10 seconds' }]],
  )(
    'after %d milliseconds',
    async (delay, timeouts) => {
      cell = await FaultCell.open({ extensions, script: { dot: { delay } } }, { smtp: { ...login, timeouts } });
      const result = await cell.run();
      expect(result).toMatchObject({ states: { sent: 1 }, attempts: ['sent'], exitCode: 0 });
      await cell.run(60);
      expect(cell.peer.received).toHaveLength(1);
      table.row(`the dot after ${delay / 1_000} s`, delay > 10_000 ? 'default' : 'dot 10 s', cellText(result), '1');
    },
    180_000,
  );
});

describe('A server that is silent is left when the time limit of the step is over', () => {
  const stages: [Stage, string, number][] = [
    ['banner', 'queued', 3],
    ['ehlo', 'queued', 3],
    ['auth', 'queued', 3],
    ['mail', 'deferred', 3],
    ['rcpt', 'deferred', 3],
    ['data', 'deferred', 3],
    ['dot', 'unknown', 1],
  ];
  test.each(everyCell ? stages : stages.slice(-1))('%s: %s after %d attempts', async (stage, state, attempts) => {
    cell = await FaultCell.open(
      { extensions, script: { [stage]: { silence: true } } },
      { smtp: { ...login, timeouts: short } },
    );
    const start = performance.now();
    const result = await cell.run();
    // On SQL Server, a run takes longer for other reasons.
    if (!onSqlServer) expect(performance.now() - start).toBeLessThan(attempts * 1_000 + 2_000);
    expect(performance.now() - start).toBeGreaterThan(attempts * 990);
    const { silences } = cell.peer;
    await expect.poll(() => silences.length).toBe(attempts);
    expect(Math.min(...silences)).toBeGreaterThan(900);
    expect(Math.max(...silences)).toBeLessThan(2_000);
    expect(result.states).toEqual({ [state]: 1 });
    expect(result.attempts).toHaveLength(attempts);
    expect(cell.office.rows<{ text: string }>('SELECT reply_text AS text FROM attempts')[0]!.text).toMatch(
      /no answer to .* within 1 seconds/,
    );
    table.row(`silent at ${stage}`, '1 s each', cellText(result), '0');
  });
});

test('While the first account is silent, all mails go out through the second one in the same run', async () => {
  const healthy = await startScripted({ extensions });
  cell = await FaultCell.open({ extensions, script: { banner: { silence: true } } }, { mails: 5 });
  const account = { host: '127.0.0.1', security: 'none', ...login };
  cell.office.settings = {
    ...cell.office.settings,
    mailbox: {
      from: 'powiadomienia@biuro.example',
      accounts: [
        { ...account, port: cell.peer.port, timeouts: short },
        { ...account, port: healthy.port },
      ],
    },
  };
  const result = await cell.run();
  await healthy.close();
  expect(result).toMatchObject({ states: { sent: 5 }, exitCode: 0 });
  expect(healthy.received).toHaveLength(5);
});
