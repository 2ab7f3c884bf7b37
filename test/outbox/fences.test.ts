import { afterEach, beforeEach, expect, test } from 'vitest';
import { connect, migrate, type Database } from '../../src/database/index.js';
import { markSending, claim, recordOutcome } from '../../src/outbox/index.js';
import { onSqlServer, TestOffice } from '../helpers/office.js';

const now = new Date('2026-11-24T08:00:00Z');
const wanted = (token: string, limit = 20) => ({
  token,
  limit,
  now,
  kinds: ['audit-completed'] as const,
  leaseMs: 600_000,
});

let office: TestOffice;
let databases: Database[];
beforeEach(async () => {
  office = new TestOffice({});
  const { database } = office.config;
  databases = await Promise.all(Array.from({ length: 8 }, () => connect(database)));
  await migrate(databases[0]!);
});
afterEach(async () => {
  for (const database of databases) await database.close();
  office.close();
});

function queue(count: number): void {
  office.inBulk(() => {
    for (let index = 0; index < count; index += 1) {
      office.insert('messages', {
        idempotency_key: `key ${index}`,
        kind: 'audit-completed',
        slot: '2026-11-24T06:00:00.000Z',
        recipient: `address:a${index}@b.example`,
        address: `a${index}@b.example`,
        state: 'queued',
        created_at: '2026-11-24T06:00:00.000Z',
      });
    }
  });
}

const idsOf = (token: string) =>
  office
    .rows<{ id: string }>('SELECT CAST(id AS TEXT) AS id FROM messages WHERE lease_owner = ?', token)
    .map(({ id }) => id);

test('Eight simultaneous claims take every message exactly once', async () => {
  queue(300);
  const shares = await Promise.all(
    databases.map(async (database, worker) => {
      let taken = 0;
      for (let batch = 0; ; batch += 1) {
        const count = await claim(database, wanted(`worker${worker}:${batch}`));
        if (count === 0) return taken;
        expect(count).toBeLessThanOrEqual(20);
        taken += count;
      }
    }),
  );
  expect(shares.reduce((sum, share) => sum + share, 0)).toBe(300);
  expect(
    office.rows("SELECT COUNT(*) AS count FROM messages WHERE state = 'claimed' AND lease_owner IS NOT NULL"),
  ).toMatchObject([{ count: 300 }]);
});

test('A claim takes the oldest messages first, up to its limit', async () => {
  queue(5);
  expect(await claim(databases[0]!, wanted('one:0', 2))).toBe(2);
  const [first, second] = office.rows<{ id: string }>('SELECT CAST(id AS TEXT) AS id FROM messages ORDER BY id');
  expect(idsOf('one:0').sort()).toEqual([first!.id, second!.id].sort());
});

// SQLite allows one writer, and its driver would block this thread while waiting for it.
test.runIf(onSqlServer)('SQL Server: a claim finds messages that another claim has released meanwhile', async () => {
  queue(3);
  const [holder, other] = databases;
  let meanwhile: Promise<number> | undefined;
  await holder!
    .transaction(async (transaction) => {
      expect(await claim(transaction, wanted('holder:0'))).toBe(3);
      meanwhile = claim(other!, wanted('other:0'));
      await new Promise((resolve) => setTimeout(resolve, 100));
      throw new RangeError('on purpose');
    })
    .catch((error: unknown) => {
      expect(error).toBeInstanceOf(RangeError);
    });
  expect(await meanwhile).toBe(3);
  expect(idsOf('other:0')).toHaveLength(3);
});

test("A repeated sending mark counts one attempt; another owner's mark is refused", async () => {
  queue(1);
  const [database] = databases;
  await claim(database!, wanted('one:0'));
  const mark = {
    id: idsOf('one:0')[0]!,
    token: 'one:0',
    attempt: 1,
    messageId: '<1@b.example>',
    address: 'a0@b.example',
    account: 'a',
    leaseMs: 600_000,
    now,
  };
  const write = (more: Partial<typeof mark> = {}) =>
    database!.transaction((transaction) => markSending(transaction, { ...mark, ...more }));
  expect(await write()).toBe(true);
  expect(await write()).toBe(true);
  expect(await write({ token: 'two:0' })).toBe(false);
  expect(await write({ messageId: '<2@b.example>' })).toBe(false);
  expect(office.rows('SELECT attempt, address FROM attempts')).toMatchObject([{ attempt: 1, address: 'a0@b.example' }]);
});

test('A repeated outcome changes nothing', async () => {
  queue(1);
  const [database] = databases;
  await claim(database!, wanted('one:0'));
  const [id] = idsOf('one:0');
  await database!.transaction((transaction) =>
    markSending(transaction, {
      id: id!,
      token: 'one:0',
      attempt: 1,
      messageId: '<1@b.example>',
      address: 'a0@b.example',
      account: 'a',
      leaseMs: 600_000,
      now,
    }),
  );
  const outcome = {
    decision: 'deferred' as const,
    phase: 'rcpt',
    text: '451 later',
    replyCode: 451,
    nextAttemptAt: new Date('2026-11-24T08:05:00Z'),
  };
  const write = () =>
    database!.transaction((transaction) => recordOutcome(transaction, { id: id!, attempt: 1, now, ...outcome }));
  expect(await write()).toBe('recorded');
  expect(await write()).toBe('repeated');
  expect(office.rows('SELECT state, deferrals, next_attempt_at FROM messages')).toMatchObject([
    { state: 'deferred', deferrals: 1, next_attempt_at: '2026-11-24T08:05:00.000Z' },
  ]);
});
