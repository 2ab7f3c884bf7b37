import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connect, type Database } from '../../src/database/index.js';
import { GroupCommit } from '../../src/outbox/index.js';
import { sql } from '../helpers/sql.js';
import { removeFolder } from '../helpers/remove-folder.js';

let directory: string;
let database: Database;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'mobevo-groupCommit-'));
  writeFileSync(join(directory, 'j.db'), '');
  database = await connect({ client: 'sqlite', file: join(directory, 'j.db') });
  await database.execute(sql('CREATE TABLE entries (id INTEGER PRIMARY KEY, batch TEXT)'));
});
afterEach(async () => {
  await database.close();
  removeFolder(directory);
});

const insert = (id: number) => (transaction: Database) =>
  transaction.execute(sql('INSERT INTO entries (id) VALUES (:id)'), { id });
const ids = async () =>
  (await database.query<{ id: number }>(sql('SELECT id FROM entries ORDER BY id'))).map(({ id }) => id);

test('Simultaneous writes are committed together, in order', async () => {
  const groupCommit = new GroupCommit(database);
  const order: number[] = [];
  await Promise.all(
    [1, 2, 3].map(async (id) => {
      await groupCommit.write(insert(id));
      order.push(id);
    }),
  );
  expect(order).toEqual([1, 2, 3]);
  expect(await ids()).toEqual([1, 2, 3]);
});

test('A write is committed when its promise resolves', async () => {
  const groupCommit = new GroupCommit(database);
  const other = await connect({ client: 'sqlite', file: join(directory, 'j.db') });
  try {
    await groupCommit.write(insert(1));
    expect(await other.query(sql('SELECT id FROM entries'))).toHaveLength(1);
  } finally {
    await other.close();
  }
});

test('A write that fails is rejected, the others of its group are committed, and so is the next group', async () => {
  const groupCommit = new GroupCommit(database);
  const results = await Promise.allSettled([
    groupCommit.write(insert(1)),
    groupCommit.write(() => Promise.reject(new Error('broken'))),
    groupCommit.write(insert(2)),
  ]);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(await ids()).toEqual([1, 2]);
  await groupCommit.write(insert(3));
  expect(await ids()).toEqual([1, 2, 3]);
});
