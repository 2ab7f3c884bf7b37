import { afterEach, expect, test } from 'vitest';
import { everyCell, FaultCell, faultTable, type CellResult } from '../../helpers/fault-cell.js';
import { startScripted, type ScriptedServer, type Stage } from '../../helpers/scripted-smtp.js';

const sizes = everyCell ? [1, 2, 3, 12, 1_000] : [1, 12];
const table = faultTable('reply', 'to', 'accounts', ...sizes.map((size) => `${size} queued`));

let cell: FaultCell | undefined;
let second: ScriptedServer | undefined;
afterEach(async () => {
  await cell?.close();
  await second?.close();
  cell = second = undefined;
});

const replies = [
  '421 4.3.2 closing',
  '450 too many requests',
  '451 4.3.0 lookup failure',
  '452 4.3.1 no space',
  '550 not today',
  '554 5.2.0 blocked',
];
const stages = ['banner', 'mail', 'rcpt', 'data', 'dot'] as const;
const rows = replies
  .flatMap((reply) => stages.flatMap((stage) => [1, 2].map((accounts) => ({ reply, stage, accounts }))))
  .filter(({ reply, stage }) => everyCell || `${reply} ${stage}` === '452 4.3.1 no space rcpt');

/**
 * Runs once with this queue and a server that gives everybody this reply, and if there are two accounts a healthy one.
 */
async function outcomeOf(size: number, reply: string, stage: Stage, accounts: number): Promise<CellResult> {
  const isClosing = reply.startsWith('421');
  cell = await FaultCell.open({ script: { [stage]: { reply, drop: isClosing } } }, { mails: size });
  if (accounts === 2) {
    second = await startScripted();
    const account = { host: '127.0.0.1', security: 'none' };
    const ports = [cell.peer.port, second.port];
    cell.office.settings = {
      ...cell.office.settings,
      mailbox: { from: 'powiadomienia@biuro.example', accounts: ports.map((port) => ({ ...account, port })) },
    };
  }
  return cell.run();
}

/** The most attempts that a server which refuses everybody may cost. */
function maxAttempts(reply: string, stage: Stage): number {
  // A server that cannot be reached is left after three errors, a refused sender at once.
  if (stage === 'banner') return 3;
  if (stage === 'mail') return reply.startsWith('5') ? 1 : 3;
  // Eight messages; a lost connection is tried three times with each.
  return reply.startsWith('421') ? 24 : 8;
}

test.each(rows)(
  '$reply to $stage with $accounts account(s): no mail fails, and a healthy account sends all of them',
  async ({ reply, stage, accounts }) => {
    const cells: string[] = [];
    for (const size of sizes) {
      const { states, attempts, exitCode } = await outcomeOf(size, reply, stage, accounts);
      const { queued = 0, deferred = 0, sent = 0, ...others } = states;
      const refused = attempts.filter((outcome) => outcome !== 'sent').length;
      expect(others, `${size} queued`).toEqual({});
      expect({ sent, waiting: queued + deferred, exitCode }, `${size} queued`).toEqual(
        accounts === 2 ? { sent: size, waiting: 0, exitCode: 0 } : { sent: 0, waiting: size, exitCode: 75 },
      );
      expect(refused, `${size} queued`).toBeLessThanOrEqual(maxAttempts(reply, stage));
      expect(second?.received.length ?? 0).toBe(sent);
      const waiting = [queued > 0 ? `${queued} queued` : '', deferred > 0 ? `${deferred} deferred` : ''];
      const state = [...waiting, sent > 0 ? `${sent} sent` : ''].filter((part) => part !== '').join(' + ');
      cells.push(`${state}, ${refused} refused, exit ${exitCode}`);
      await cell!.close();
      await second?.close();
      cell = second = undefined;
    }
    table.row(reply, stage, String(accounts), ...cells);
  },
  600_000,
);
