import { afterEach, beforeEach, expect, test } from 'vitest';
import { connect, migrate, type Database, type Statement } from '../../src/database/index.js';
import { prune } from '../../src/outbox/index.js';
import { TestOffice } from '../helpers/office.js';

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

const old = '2025-01-01T00:00:00.000Z';
const recent = '2026-11-20T00:00:00.000Z';

function insertMany(count: number, at: string, state: string): void {
  office.inBulk(() => {
    for (let index = 0; index < count; index += 1) {
      const key = `${at} ${state} ${index}`;
      office.insert('messages', {
        idempotency_key: key,
        kind: 'audit-completed',
        slot: at,
        recipient: `address:${key}`,
        state,
        created_at: at,
      });
    }
  });
  office.change(
    `INSERT INTO message_events (message_id, event_id) SELECT id, 1 FROM messages WHERE id NOT IN (SELECT message_id FROM message_events)`,
  );
}

test('Pruning deletes old finished messages with their events, in steps, and nothing else', async () => {
  insertMany(2_500, old, 'sent');
  insertMany(3, old, 'unknown');
  insertMany(3, recent, 'sent');
  for (const [id, kind, at] of [
    [1, 'audit-completed', old],
    [2, 'audit-completed', recent],
    [1, 'documents-delivered', old],
  ] as const) {
    office.insert('planned_events', { kind, event_id: id, occurred_at: at, state: 'planned' });
  }
  const sizes: number[] = [];
  const watched: Database = Object.assign(Object.create(database) as Database, {
    execute: async (statement: Statement, bindings: Record<string, string>) => {
      const changed = await database.execute(statement, bindings);
      sizes.push(changed);
      return changed;
    },
  });
  await prune(watched, {
    now: new Date('2026-11-24T08:00:00Z'),
    messages: 400 * 86_400_000,
    until: new AbortController().signal,
    events: new Map([['audit-completed', recent]]),
  });
  expect(office.states()).toEqual({ unknown: 3, sent: 3 });
  expect(office.rows('SELECT COUNT(*) AS count FROM message_events')).toMatchObject([{ count: 6 }]);
  expect(office.rows('SELECT kind, event_id FROM planned_events ORDER BY kind, event_id')).toMatchObject([
    { kind: 'audit-completed', event_id: 2 },
    { kind: 'documents-delivered', event_id: 1 },
  ]);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(1_000);
});
