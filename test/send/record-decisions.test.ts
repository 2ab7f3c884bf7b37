import { afterEach, beforeEach, expect, test } from 'vitest';
import { connect, migrate, type Database } from '../../src/database/index.js';
import { markSending, reserveQuota } from '../../src/outbox/index.js';
import type { DecidedAttempt } from '../../src/send/attempt.js';
import { recordDecisions } from '../../src/send/record-decisions.js';
import { TestOffice } from '../helpers/office.js';

const now = new Date('2026-11-24T08:00:00Z');
let office: TestOffice;
let database: Database;
beforeEach(async () => {
  office = new TestOffice({});
  database = await connect(office.config.database);
  await migrate(database);
});
afterEach(async () => {
  await database.close();
  office.close();
});

/** Writes twice, as after a commit whose answer was lost. */
const twice = {
  write: async <Result>(work: (transaction: Database) => Promise<Result>) => {
    await database.transaction(work);
    return database.transaction(work);
  },
};

test.each(['sent', 'failed', 'requeued'] as const)(
  'If the commit of %s is repeated, it is reported once, and the quota counts it once',
  async (decision) => {
    office.insert('messages', {
      idempotency_key: 'key',
      kind: 'audit-completed',
      slot: '2026-11-24T06:00:00.000Z',
      recipient: 'address:a@b.example',
      address: 'a@b.example',
      state: 'claimed',
      lease_owner: 'one:0',
      created_at: '2026-11-24T06:00:00.000Z',
    });
    const [row] = office.rows<{ id: string }>('SELECT CAST(id AS nvarchar(20)) AS id FROM messages');
    const { id } = row!;
    const sending = {
      id,
      token: 'one:0',
      attempt: 1,
      messageId: '<1@b.example>',
      address: 'a@b.example',
      account: 'a',
    };
    await database.transaction((transaction) => markSending(transaction, { ...sending, leaseMs: 600_000, now }));
    const account = { name: 'a', messagesPerDay: 10 };
    const reserve = () => database.transaction((transaction) => reserveQuota(transaction, account));
    const [, reservation] = [await reserve(), await reserve()];
    const message = {
      id,
      kind: 'audit-completed',
      attempt: 0,
      nextAttemptAt: null,
    };
    const delivery = { phase: 'rcpt', reply: { code: 250, text: 'ok' } };
    const attempt = {
      prepared: { message, recipient: { address: 'a@b.example' } },
      account: 'a',
      reservation,
      delivery,
    } as unknown as DecidedAttempt['attempt'];
    const reported: unknown[] = [];
    const context = { groupCommit: twice, now: () => now, onMessage: (report: unknown) => reported.push(report) };
    await recordDecisions(context as unknown as Parameters<typeof recordDecisions>[0], [{ attempt, decision }]);
    expect(reported).toMatchObject([{ id, decision }]);
    expect(office.rows('SELECT SUM(messages) AS messages FROM account_usage')).toEqual([
      { messages: decision === 'requeued' ? 1 : 2 },
    ]);
  },
);
