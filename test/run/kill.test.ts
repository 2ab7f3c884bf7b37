import type { ChildProcess } from 'node:child_process';
import Table from 'cli-table3';
import { afterEach, describe, expect, test } from 'vitest';
import { KillHarness, killPhases, type KillPhase, type Tally } from '../helpers/kill-loop.js';

/** `npm run test:kill` sets 500 kills; the whole test suite runs a few. */
const kills = Number(process.env['MOBEVO_TEST_KILLS'] ?? 6);
const isLong = kills >= 500;
const mails = Math.max(120, kills * 20);
const connections = 3;
const minKillsPerPhase = 50;

let harness: KillHarness;
afterEach(async () => {
  await harness.close();
});

const isRunning = ({ exitCode, signalCode }: ChildProcess) => exitCode === null && signalCode === null;
const random = (below: number) => Math.floor(Math.random() * below);

function print(title: string, rows: readonly [string, string | number][]): void {
  const table = new Table({ head: [title, ''], style: { head: [], border: [] }, colAligns: ['left', 'right'] });
  table.push(...rows.map(([name, value]) => [name, String(value)]));
  process.stdout.write(`${table.toString()}\n`);
}

const tallyRows = ({ planned, sent, unknown, doubled, lost }: Tally): [string, number][] => [
  ['planned', planned],
  ['sent', sent],
  ['unknown', unknown],
  ['doubled', doubled],
  ['lost', lost],
];

/** Expects that no mail is lost, and no more duplicates or unknown outcomes than the kills explain. */
function check(onUnknown: 'resend' | 'hold', tally: Tally, expected: { planned: number; mostUnknown: number }): void {
  const { planned, sent, unknown, doubled, lost, exitCode } = tally;
  expect(planned).toBe(expected.planned);
  expect(lost).toBe(0);
  expect(unknown).toBeLessThanOrEqual(expected.mostUnknown);
  if (onUnknown === 'resend') {
    expect(sent).toBe(planned);
    expect(doubled).toBeLessThanOrEqual(unknown);
    expect(exitCode).toBe(0);
  } else {
    expect(doubled).toBe(0);
    expect(sent + unknown).toBe(planned);
    expect(exitCode).toBe(unknown > 0 ? 1 : 0);
  }
}

describe.each(['resend', 'hold'] as const)('onUnknown: %s', (onUnknown) => {
  test(`${kills} processes killed at random moments lose no mail`, async () => {
    harness = await KillHarness.open({ mails, connections, onUnknown });
    const counts = new Map<KillPhase | 'in none of these phases', number>(
      [...killPhases, 'in none of these phases' as const].map((phase) => [phase, 0]),
    );
    let killed = 0;
    for (let round = 0; killed < kills; round += 1) {
      const phases = await harness.kill(killPhases[round % killPhases.length]!);
      if (phases === undefined) throw new Error(`the queue was empty after ${killed} kills`);
      killed += 1;
      for (const phase of phases.length === 0 ? ['in none of these phases' as const] : phases)
        counts.set(phase, counts.get(phase)! + 1);
      if (isLong && killed % 50 === 0)
        process.stdout.write(`${onUnknown}: ${killed} kills, ${harness.peer.received.length} mails taken\n`);
    }
    const tally = await harness.finish();
    print(`onUnknown: ${onUnknown}`, [
      ['SIGKILLs', killed],
      ...[...counts].map(([phase, count]): [string, number] => [`  killed with a message ${phase}`, count]),
      ['connections', connections],
      ...tallyRows(tally),
    ]);
    check(onUnknown, tally, { planned: mails, mostUnknown: kills * connections });
    expect(tally.unknown).toBeGreaterThan(0);
    if (isLong) for (const phase of killPhases) expect(counts.get(phase)).toBeGreaterThanOrEqual(minKillsPerPhase);
  });

  test('Ten simultaneous runs, two of them killed, lose no mail', async () => {
    const shared = isLong ? 1_000 : 100;
    harness = await KillHarness.open({ mails: shared, connections, onUnknown });
    const runs = Array.from({ length: 10 }, () => harness.start());
    const closed = Promise.all(
      runs.map(
        (child) =>
          new Promise<void>((resolve) =>
            child.on('close', () => {
              resolve();
            }),
          ),
      ),
    );
    for (const victim of runs.slice(0, 2)) {
      const target = harness.peer.received.length + 20 + random(30);
      // The others end early if the first victim had claimed much: no run takes that before its leases have ended.
      while (harness.peer.received.length < target && runs.some(isRunning))
        await new Promise((resolve) => setTimeout(resolve, 1));
      victim.kill('SIGKILL');
    }
    await closed;
    const tally = await harness.finish();
    print(`ten runs, two killed, onUnknown: ${onUnknown}`, tallyRows(tally));
    check(onUnknown, tally, { planned: shared, mostUnknown: 2 * connections });
  });
});
