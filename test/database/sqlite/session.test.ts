import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Libsql from 'libsql';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connect, type Database } from '../../../src/database/index.js';
import { sql } from '../../helpers/sql.js';
import { removeFolder } from '../../helpers/remove-folder.js';

let folder: string;
let file: string;
let database: Database;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mobevo-sqlite-'));
  file = join(folder, 'office.db');
  writeFileSync(file, '');
  database = await connect({ client: 'sqlite', file });
  await database.execute(sql('CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT)'));
});
afterEach(async () => {
  await database.close();
  removeFolder(folder);
});

const notes = async () =>
  (await database.query<{ text: string }>(sql('SELECT text FROM notes ORDER BY id'))).map(({ text }) => text);

test('A session uses a write-ahead log with full synchronisation, so that a returned commit is durable', async () => {
  expect(await database.query(sql('SELECT * FROM pragma_journal_mode'))).toEqual([{ journal_mode: 'wal' }]);
  expect(await database.query(sql('SELECT * FROM pragma_synchronous'))).toEqual([{ synchronous: 2 }]);
});

test('A command that changes nothing leaves the journal of the file as it is', async () => {
  const other = join(folder, 'other.db');
  writeFileSync(other, '');
  const opened = await connect({ client: 'sqlite', file: other }, { changesNothing: true });
  await opened.execute(sql('CREATE TABLE notes (text TEXT)'));
  expect(await opened.query(sql('SELECT * FROM pragma_journal_mode'))).toEqual([{ journal_mode: 'delete' }]);
  await opened.close();
});

test('A session sorts in files', async () => {
  expect(await database.query(sql('SELECT * FROM pragma_temp_store'))).toEqual([{ temp_store: 1 }]);
});

test.each(['UTF-16le', 'UTF-16be'])('Texts of a file in %s are read', async (encoding) => {
  const other = join(folder, 'other.db');
  const creator = new Libsql(other);
  creator.exec(
    `PRAGMA encoding = '${encoding}'; CREATE TABLE notes (text TEXT); INSERT INTO notes VALUES ('Zażółć 😀')`,
  );
  creator.close();
  const opened = await connect({ client: 'sqlite', file: other });
  expect(await opened.query(sql('SELECT text FROM notes'))).toEqual([{ text: 'Zażółć 😀' }]);
  await opened.close();
});

test('Concurrent requests run one after another, and a failed one does not stop the next', async () => {
  const order: string[] = [];
  const slow = database.transaction(async (transaction) => {
    await transaction.execute(sql("INSERT INTO notes (text) VALUES ('rolled back')"));
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
    order.push('transaction');
    throw new Error('on purpose');
  });
  const seen = notes().then((texts) => {
    order.push('query');
    return texts;
  });
  await expect(slow).rejects.toThrow('on purpose');
  expect(await seen).toEqual([]);
  expect(order).toEqual(['transaction', 'query']);
});

test('After a wait in vain for the write lock no write waits again until the lock was free, whatever is read', async () => {
  const holder = new Libsql(file);
  const impatient = await connect({ client: 'sqlite', file }, { maxLockWaitMs: 1_500 });
  const waitedMs = async () => {
    const start = performance.now();
    await expect(impatient.execute(sql('DELETE FROM notes'))).rejects.toMatchObject({ code: 'DATABASE_BUSY' });
    return performance.now() - start;
  };
  holder.exec('BEGIN IMMEDIATE');
  expect(await waitedMs()).toBeGreaterThan(1_400);
  await impatient.query(sql('SELECT * FROM notes'));
  expect(await waitedMs()).toBeLessThan(1_000);
  holder.exec('ROLLBACK');
  await impatient.execute(sql('DELETE FROM notes'));
  holder.exec('BEGIN IMMEDIATE');
  expect(await waitedMs()).toBeGreaterThan(1_400);
  holder.close();
  await impatient.close();
});

test('A missing file is reported and not created', async () => {
  const missing = join(folder, 'missing.db');
  const nowhere = await connect({ client: 'sqlite', file: missing });
  await expect(nowhere.query(sql('SELECT 1'))).rejects.toMatchObject({ code: 'DATABASE_UNREACHABLE', exitCode: 75 });
  expect(existsSync(missing)).toBe(false);
  await nowhere.close();
});

test('A failed transaction rolls back, and its late statements write nothing', async () => {
  let late: Promise<unknown> = Promise.resolve();
  const failure = database.transaction(async (transaction) => {
    await transaction.execute(sql("INSERT INTO notes (text) VALUES ('rolled back')"));
    late = new Promise((resolve) => {
      setTimeout(resolve, 20);
    })
      .then(() => transaction.execute(sql("INSERT INTO notes (text) VALUES ('late')")))
      .catch((error: unknown) => error);
    throw new Error('on purpose');
  });
  await expect(failure).rejects.toThrow('on purpose');
  expect(await late).toBeInstanceOf(Error);
  expect(await notes()).toEqual([]);
});

test('A failed statement can be repeated', async () => {
  await database.execute(sql("INSERT INTO notes (id, text) VALUES (1, 'there')"));
  const insertNote = () =>
    database.transaction((transaction) =>
      transaction.execute(sql('INSERT INTO notes (id, text) VALUES (:id, :text)'), { id: 1, text: 'twice' }),
    );
  await expect(insertNote()).rejects.toThrow(/UNIQUE/);
  await database.execute(sql('DELETE FROM notes'));
  await insertNote();
  expect(await notes()).toEqual(['twice']);
});
