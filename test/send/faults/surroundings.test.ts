import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { afterEach, expect, test } from 'vitest';
import { bin, command, type CommandResult } from '../../helpers/command.js';
import { cellText, faultTable } from '../../helpers/fault-cell.js';
import { onSqlServer, parseMail, TestOffice } from '../../helpers/office.js';
import { startScripted, type ScriptedServer } from '../../helpers/scripted-smtp.js';
import { plainMailbox } from '../../helpers/smtp.js';

/** Whether a small disk can be mounted in a mount namespace of its own; only Linux allows this without root. */
const hasSmallDisks =
  spawnSync('unshare', ['--user', '--map-root-user', '--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0;

const table = faultTable('fault', 'came to', 'after the fault');
let office: TestOffice;
let peer: ScriptedServer | undefined;
afterEach(async () => {
  office.close();
  await peer?.close();
  peer = undefined;
});

function officeWith(mails: number, settings: Record<string, unknown> = {}): void {
  office = new TestOffice({ 'audit-completed': { since: '2026-01-01T00:00:00Z' } }, settings);
  office.inBulk(() => {
    for (let index = 0; index < mails; index += 1) {
      office.audit(
        office.client(`Firma ${index}`, { client: [office.user(`Osoba${index}`)] }),
        new Date(Date.now() - 60_000).toISOString(),
      );
    }
  });
  writeFileSync(join(office.directory, 'mobevo-notify.config.json'), JSON.stringify(office.settings));
}

const resultOf = (exitCode: number | null) => ({
  states: office.states(),
  attempts: office
    .rows<{ outcome: string | null }>('SELECT outcome FROM attempts ORDER BY id')
    .map(({ outcome }) => outcome ?? 'none'),
  exitCode: exitCode ?? -1,
});

/** Runs a shell script in the office's folder with a small disk mounted on `disk`. */
function onSmallDisk(disk: string, kilobytes: number, script: string): Promise<CommandResult> {
  const mounted = `mount -t tmpfs -o size=${kilobytes}k tmpfs ${disk}\n${script}`;
  return new Promise((resolve, reject) => {
    const child = spawn('unshare', ['--user', '--map-root-user', '--mount', 'sh', '-c', mounted], {
      cwd: office.directory,
      env: { ...process.env, NO_COLOR: '1', RUN: `"${process.execPath}" "${bin}" run` },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output.stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      output.stderr += text;
    });
    child.on('error', reject).on('close', (code) => {
      resolve({ code, ...output });
    });
  });
}

test.skipIf(!hasSmallDisks)(
  'A full pickup folder exits with 75, leaves no partial file, and the next run sends the rest',
  async () => {
    officeWith(12);
    const { stdout } = await onSmallDisk(
      'outbox',
      96,
      `
    eval "$RUN" --quiet 2>&1; echo "exit $?"
    ls -A outbox > names; mkdir first; mv outbox/*.eml first
    eval "$RUN" --quiet; echo "exit $?"; mkdir second; mv outbox/*.eml second`,
    );
    expect(stdout).toContain('the disk is full (ENOSPC)');
    expect([...stdout.matchAll(/^exit (\d+)$/gm)].map(([, code]) => code)).toEqual(['75', '0']);
    const mailsIn = (folder: string) => readdirSync(join(office.directory, folder));
    const [first, second] = [mailsIn('first'), mailsIn('second')];
    expect(readFileSync(join(office.directory, 'names'), 'utf8').trim().split('\n')).toEqual(first);
    for (const name of first) expect(readFileSync(join(office.directory, 'first', name), 'utf8')).toMatch(/--\r?\n$/);
    expect(first.length).toBeGreaterThan(0);
    expect(new Set([...first, ...second]).size).toBe(12);
    expect(first.length + second.length).toBe(12);
    const later = resultOf(0);
    expect(later.states).toEqual({ sent: 12 });
    expect(later.attempts.filter((outcome) => outcome !== 'sent' && outcome !== 'requeued')).toEqual([]);
    table.row(
      'pickup folder full (ENOSPC)',
      `${first.length} sent + ${second.length} queued, exit 75`,
      cellText(later),
    );
  },
);

test.skipIf(!hasSmallDisks || onSqlServer)(
  'A database that fails after the 250 exits with 75; the next run resends the unknown message with its Message-ID',
  async () => {
    const flag = (name: string) => join(office.directory, name);
    let isFaulty = true;
    peer = await startScripted({
      script: ({ stage }) => {
        if (stage !== 'dot' || !isFaulty) return undefined;
        isFaulty = false;
        writeFileSync(flag('fill'), '');
        return { delay: 1_500 };
      },
    });
    officeWith(1, { mailbox: plainMailbox(peer.port), database: { client: 'sqlite', file: 'disk/office.db' } });
    office.db.pragma('wal_checkpoint(TRUNCATE)');
    mkdirSync(flag('disk'));
    const { stdout } = await onSmallDisk(
      'disk',
      4_096,
      `
    cp office.db disk
    (while [ ! -e fill ]; do sleep 0.02; done; cat /dev/zero > disk/filler 2> /dev/null; touch filled) &
    eval "$RUN" --quiet 2>&1; echo "exit $?"
    rm disk/filler; cp disk/office.db after.db; cp disk/office.db-wal after.db-wal`,
    );
    expect(existsSync(flag('filled'))).toBe(true);
    expect(stdout).toMatch(/DATABASE_FULL[^]*exit 75/);
    expect(peer.received).toHaveLength(1);

    const after = new Database(flag('after.db'));
    const states = () =>
      Object.fromEntries(
        (
          after.prepare('SELECT state, COUNT(*) AS count FROM messages GROUP BY state').all() as {
            state: string;
            count: number;
          }[]
        ).map(({ state, count }) => [state, count]),
      );
    const attempts = () =>
      (after.prepare('SELECT outcome FROM attempts ORDER BY id').all() as { outcome: string | null }[]).map(
        ({ outcome }) => outcome ?? 'none',
      );
    const first = { states: states(), attempts: attempts(), exitCode: 75 };
    expect(first).toMatchObject({ states: { sending: 1 }, attempts: ['none'] });

    after.exec("UPDATE messages SET lease_until = '2026-01-01T00:00:00.000Z'");
    office.settings = { ...office.settings, database: { client: 'sqlite', file: 'after.db' } };
    const { exitCode } = await office.run();
    const later = { states: states(), attempts: attempts(), exitCode };
    after.close();
    expect(later).toEqual({ states: { sent: 1 }, attempts: ['unknown', 'sent'], exitCode: 0 });
    const ids = await Promise.all(peer.received.map(async ({ raw }) => (await parseMail(raw)).parsed.messageId));
    expect(ids).toHaveLength(2);
    expect(ids[0]).toBe(ids[1]);
    table.row('database full between 250 and settle', cellText(first), cellText(later));
  },
);

test.each([
  ['two hours fast', 2],
  ['two hours slow', -2],
])("A host clock %s: slots, leases and retries follow the database's clock", async (name, hours) => {
  let lease = '';
  peer = await startScripted({
    script: ({ stage }) => {
      if (stage !== 'rcpt') return undefined;
      lease = office.rows<{ until: string }>('SELECT lease_until AS until FROM messages')[0]!.until;
      return { reply: '450 4.2.1 busy' };
    },
  });
  officeWith(1, { mailbox: plainMailbox(peer.port) });
  const skew = join(office.directory, 'skew.mjs');
  writeFileSync(
    skew,
    `const off = ${hours} * 3_600_000; const Real = Date;
    globalThis.Date = class extends Real { constructor(...given) { super(...(given.length === 0 ? [Real.now() + off] : given)); } static now() { return Real.now() + off; } };`,
  );
  const { code } = await command(['run', '--quiet'], {
    cwd: office.directory,
    env: { NODE_OPTIONS: `--import ${skew}` },
  });
  const first = resultOf(code);
  expect(first).toMatchObject({ states: { deferred: 1 }, attempts: ['deferred'], exitCode: 0 });
  const [row] = office.rows<Record<'slot' | 'next' | 'created', string>>(
    'SELECT slot AS slot, next_attempt_at AS next, created_at AS created FROM messages',
  );
  const minutesFromNow = (time: string) => (Date.parse(time) - Date.now()) / 60_000;
  expect(Math.abs(minutesFromNow(row!.slot))).toBeLessThan(2);
  expect(Math.abs(minutesFromNow(row!.created))).toBeLessThan(2);
  expect(minutesFromNow(row!.next)).toBeGreaterThan(1);
  expect(minutesFromNow(row!.next)).toBeLessThan(6);
  // The lease of a message that is being sent outlasts the time limits of SMTP.
  expect(minutesFromNow(lease)).toBeGreaterThan(50);
  expect(minutesFromNow(lease)).toBeLessThan(60);
  table.row(`host clock ${name}`, cellText(first), 'slot, lease and retry unmoved');
});
