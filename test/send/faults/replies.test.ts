import { afterEach, describe, expect, test } from 'vitest';
import { cellText, everyCell, FaultCell, faultTable } from '../../helpers/fault-cell.js';
import type { Stage } from '../../helpers/scripted-smtp.js';

/**
 * One mail and a server that always gives the reply of the row to the command of the column. A cell is the mail's
 * state after the run, the number of attempts and the exit code.
 */
const matrix = `
              banner       ehlo         auth         mail         rcpt          data          dot
  421       | queued/3/75  queued/3/75  queued/3/75  queued/3/75  deferred/3/75 deferred/3/75 deferred/3/75
  450       | queued/3/75  queued/3/75  queued/3/75  queued/3/75  deferred/1/75 deferred/1/75 deferred/1/75
  451       | queued/3/75  queued/3/75  queued/3/75  queued/3/75  deferred/1/75 deferred/1/75 deferred/1/75
  452       | queued/3/75  queued/3/75  queued/3/75  queued/3/75  deferred/1/75 deferred/1/75 deferred/1/75
  454       | queued/3/75  queued/3/75  queued/3/75  queued/3/75  deferred/1/75 deferred/1/75 deferred/1/75
  535       | queued/3/75  queued/3/75  queued/1/77  queued/1/77  queued/1/77   queued/1/77   queued/1/77
  550       | queued/3/75  queued/3/75  queued/1/77  queued/1/75  deferred/1/75 deferred/1/75 deferred/1/75
  552       | queued/3/75  queued/3/75  queued/1/77  queued/1/75  deferred/1/75 deferred/1/75 deferred/1/75
  554       | queued/3/75  queued/3/75  queued/1/77  queued/1/75  deferred/1/75 deferred/1/75 deferred/1/75
`;
const representative = new Set([
  '421 banner',
  '421 rcpt',
  '421 dot',
  '450 rcpt',
  '452 dot',
  '454 auth',
  '535 auth',
  '550 mail',
  '550 rcpt',
  '554 dot',
]);

const [head, ...lines] = matrix
  .trim()
  .split('\n')
  .map((line) => line.replace('|', ' ').trim().split(/\s+/));
const cells = lines
  .flatMap(([code, ...row]) =>
    row.map((cell, column) => {
      const [state, attempts, exitCode] = cell.split('/');
      return {
        code: code!,
        command: head![column]! as Stage,
        state: state!,
        attempts: Number(attempts),
        exitCode: Number(exitCode),
      };
    }),
  )
  .filter(({ code, command }) => everyCell || representative.has(`${code} ${command}`));

const table = faultTable('reply', 'to', 'came to', 'after the fault');
let cell: FaultCell;
afterEach(async () => {
  await cell.close();
});

const login = { user: 'biuro', password: 'tajne' };

describe('A reply to a command', () => {
  test.each(cells)(
    '$code to $command leads to $state after $attempts attempts, exit $exitCode',
    async ({ code, command, state, attempts, exitCode }) => {
      let isFaulty = true;
      cell = await FaultCell.open(
        {
          extensions: ['AUTH PLAIN'],
          script: ({ stage }) =>
            isFaulty && stage === command ? { reply: `${code} no`, drop: code === '421' } : undefined,
        },
        { smtp: login },
      );
      const result = await cell.run();
      expect(result.states).toEqual({ [state]: 1 });
      expect(result.attempts).toHaveLength(attempts);
      expect(result.exitCode).toBe(exitCode);
      expect(cell.peer.received).toHaveLength(0);

      isFaulty = false;
      const later = await cell.run(10);
      expect(later.states).toEqual(state === 'failed' ? { failed: 1 } : { sent: 1 });
      table.row(code, command, cellText(result), cellText(later));
    },
  );
});

describe.runIf(everyCell)('A reply to STARTTLS', () => {
  test.each(['421', '450', '451', '452', '454', '535', '550', '552', '554'])(
    '%s sends no mail and no password unencrypted; the mail stays queued after 3 attempts, exit 75',
    async (code) => {
      cell = await FaultCell.open(
        {
          extensions: ['AUTH PLAIN', 'STARTTLS'],
          script: ({ stage }) => (stage === 'starttls' ? { reply: `${code} no` } : undefined),
        },
        { smtp: { ...login, security: 'starttls' } },
      );
      const result = await cell.run();
      expect(result).toMatchObject({ states: { queued: 1 }, exitCode: 75, errors: ['MAILBOX_UNREACHABLE'] });
      expect(result.attempts).toHaveLength(3);
      expect(cell.peer.commands.some((line) => /^(AUTH|MAIL)/.test(line))).toBe(false);
      table.row(code, 'starttls', cellText(result), '');
    },
  );
});

describe('A reply that refuses the account fails none of 1,000 queued mails', () => {
  test.each<[string, Stage, string, string]>([
    ["Gmail's quota", 'dot', '550 5.4.5 Daily user sending limit exceeded', 'MAILBOX_SUSPECTED'],
    [
      'Send As denied',
      'dot',
      '554 5.2.252 SendAsDenied; kadry@klos.example not allowed to send as biuro@klos.example',
      'MAILBOX_SUSPECTED',
    ],
    ['relaying denied', 'rcpt', '554 5.7.1 <osoba@biuro.example>: Relay access denied', 'MAILBOX_SUSPECTED'],
    ['a hosting limit', 'rcpt', '451 too many messages, slow down', 'MAILBOX_SUSPECTED'],
    ['an unknown text', 'rcpt', '550 your plan does not cover this', 'MAILBOX_SUSPECTED'],
  ])('%s', async (name, at, reply, error) => {
    cell = await FaultCell.open({ script: { [at]: { reply } } }, { mails: 1_000, smtp: { connections: 3 } });
    const result = await cell.run();
    const { queued = 0, deferred = 0, ...others } = result.states;
    expect(others).toEqual({});
    expect(queued + deferred).toBe(1_000);
    expect(result.attempts.length).toBeLessThanOrEqual(8);
    expect(result).toMatchObject({ exitCode: 75, errors: [error] });
    expect(cell.office.rows('SELECT SUM(deferrals) AS counted FROM messages')).toEqual([{ counted: 0 }]);
    table.row(name, at, cellText(result), '');
  });
});
