import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { command } from '../helpers/command.js';
import { onSqlServer, parseMail, TestOffice } from '../helpers/office.js';
import { plainMailbox, startSmtp, type SmtpPeer } from '../helpers/smtp.js';

const processes = 10;
const guardians = 400;

let office: TestOffice;
let peer: SmtpPeer;
beforeEach(async () => {
  peer = await startSmtp({ delay: 5 });
  office = new TestOffice(
    { 'audit-completed': { since: '2026-01-01T00:00:00Z' } },
    { mailbox: plainMailbox(peer.port, { name: '${ACCOUNT}' }) },
  );
  writeFileSync(join(office.directory, 'mobevo-notify.config.json'), JSON.stringify(office.settings));
  office.inBulk(() => {
    for (let index = 0; index < guardians; index += 1) {
      office.audit(
        office.client(`Firma ${index}`, { client: [office.user(`Osoba${index}`)] }),
        new Date(Date.now() - 60_000).toISOString(),
      );
    }
  });
});
afterEach(async () => {
  office.close();
  await peer.close();
});

const report = (stdout: string) =>
  JSON.parse(stdout.trim().split('\n').at(-1)!) as { exitCode: number; kinds: { planned: number; sent: number }[] };

/** Each run has its own account; otherwise the first run would lease all connections of a shared account. */
const runAs = (account: number) =>
  command(['run', '--json'], { cwd: office.directory, env: { ACCOUNT: `konto ${account}` } });
const runAll = () => Promise.all(Array.from({ length: processes }, (_, index) => runAs(index)));

/** Expects every mail exactly once after simultaneous runs. @returns the number of mails sent by each run */
async function checkedShares(runs: Awaited<ReturnType<typeof runAll>>): Promise<number[]> {
  const failed = runs.filter(({ code, stderr }) => code !== 0 || stderr !== '');
  expect(failed.map(({ code, stderr, stdout }) => `${code} ${stderr} ${stdout}`)).toEqual([]);
  const shares = runs.map(({ stdout }) => report(stdout).kinds[0]!.sent);
  process.stdout.write(`sent by each of ${processes} processes: ${shares.join(', ')}\n`);
  expect(shares.reduce((sum, share) => sum + share, 0)).toBe(guardians);
  expect(new Set(peer.received.map(({ to }) => to[0])).size).toBe(guardians);
  expect(peer.received).toHaveLength(guardians);
  const ids = await Promise.all(peer.received.map(async ({ raw }) => (await parseMail(raw)).parsed.messageId));
  expect(new Set(ids).size).toBe(guardians);
  expect(office.states()).toEqual({ sent: guardians });
  return shares;
}

test('Ten simultaneous runs plan once and send each mail once', async () => {
  const runs = await runAll();
  const shares = await checkedShares(runs);
  expect(runs.map(({ stdout }) => report(stdout).kinds[0]!.planned).filter((planned) => planned > 0)).toEqual([
    guardians,
  ]);
  // On SQL Server a run does not wait for another one that plans, so it may find nothing to send.
  expect(shares.filter((share) => share > 0).length).toBeGreaterThanOrEqual(onSqlServer ? 1 : 3);

  const again = await runAs(0);
  expect(report(again.stdout).kinds[0]).toMatchObject({ planned: 0, sent: 0 });
});

test('Ten simultaneous runs share the queue of an earlier run', async () => {
  office.settings = { ...office.settings, mailbox: plainMailbox(1) };
  expect((await office.run()).exitCode).toBe(75);
  const shares = await checkedShares(await runAll());
  expect(shares.filter((share) => share > 0).length).toBeGreaterThanOrEqual(3);
});
