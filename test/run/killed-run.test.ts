import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { bin, command } from '../helpers/command.js';
import { TestOffice } from '../helpers/office.js';
import { startScripted, type ScriptedServer, type Stage } from '../helpers/scripted-smtp.js';
import { plainMailbox } from '../helpers/smtp.js';

const people = 5;
let office: TestOffice;
let server: ScriptedServer;
afterEach(async () => {
  office.close();
  await server.close();
});

/** Starts a run whose server stops at a stage, kills it there with SIGKILL, and lets the server answer again. */
async function killAt(stage: Stage): Promise<void> {
  let isStuck = true;
  let reach: () => void;
  const reached = new Promise<void>((resolve) => {
    reach = resolve;
  });
  server = await startScripted({
    script: (moment) => {
      if (!isStuck || moment.stage !== stage) return undefined;
      reach();
      return { silence: true };
    },
  });
  office = new TestOffice(
    { 'audit-completed': { since: '2026-01-01T00:00:00Z' } },
    { mailbox: plainMailbox(server.port, { connections: 1 }), schedule: { every: '1 day', startAt: '00:00' } },
  );
  for (let index = 0; index < people; index += 1) {
    const client = office.client(`Firma ${index}`, { client: [office.user(`Osoba${index}`)] });
    office.audit(client, new Date(Date.now() - 60_000).toISOString());
  }
  writeFileSync(join(office.directory, 'mobevo-notify.config.json'), JSON.stringify(office.settings));
  const child = spawn(process.execPath, [bin, 'run'], { cwd: office.directory, stdio: 'ignore' });
  await reached;
  child.kill('SIGKILL');
  await once(child, 'close');
  isStuck = false;
}

const next = () => command(['run'], { cwd: office.directory });
/** Makes the leases that the killed run left those of a run on another host, which lost its connections. */
const moveToOtherHost = () => {
  office.change("UPDATE messages SET lease_owner = '0123456789-1z-1-01234567:1' WHERE lease_owner IS NOT NULL");
  office.change('DELETE FROM account_connections');
};

test.each(['rcpt', 'dot'] as const)('After a kill at %s, the next run sends all mails at once', async (stage) => {
  await killAt(stage);
  expect(office.states()['sending']).toBe(1);
  const started = Date.now();
  const { code, stderr } = await next();
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(Date.now() - started).toBeLessThan(20_000);
  expect(office.states()).toEqual({ sent: people });
  expect(server.received).toHaveLength(people);
  expect(office.rows("SELECT id FROM attempts WHERE outcome = 'unknown'")).toHaveLength(1);
});

test('Mails of a run that may be alive wait for its lease; once it was not renewed in time, each run says so', async () => {
  await killAt('rcpt');
  moveToOtherHost();
  const quiet = await next();
  expect(quiet.code).toBe(0);
  expect(quiet.stdout + quiet.stderr).not.toContain('RUN_ABANDONED');
  office.change(
    'UPDATE messages SET lease_until = ? WHERE lease_owner IS NOT NULL',
    new Date(Date.now() + 120_000).toISOString(),
  );
  const { code, stdout, stderr } = await next();
  expect(code).toBe(0);
  expect(stdout + stderr).toMatch(/5 mails of a run that ended about \d\d:\d\d wait until \d\d:\d\d\./);
  expect(server.received).toHaveLength(0);
  office.change("UPDATE messages SET lease_until = '2020-01-01T00:00:00.000Z' WHERE lease_owner IS NOT NULL");
  await next();
  expect(server.received).toHaveLength(people);
});
