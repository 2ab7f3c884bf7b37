import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { connect, type Database } from '../../../src/database/index.js';

let folder: string;
let file: string;
let database: Database;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mobevo-sqlite-'));
  file = join(folder, 'office.db');
  writeFileSync(file, '');
  database = await connect({ client: 'sqlite', file });
  await database.execute('CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT)');
});
afterEach(async () => {
  vi.restoreAllMocks();
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

const write = (text: string) => database.execute('INSERT INTO notes (text) VALUES (:text)', { text });
const notes = async () =>
  (await database.query<{ text: string }>('SELECT text FROM notes ORDER BY id')).map(({ text }) => text);

/** A disk that answers when it is told to. @returns what waits for it */
async function heldDisk(answer: (flush: () => Promise<void>) => Promise<void>): Promise<void> {
  const handle = await open(file);
  const prototype = Object.getPrototypeOf(handle) as FileHandle;
  await handle.close();
  const flush: () => Promise<void> = Reflect.get(prototype, 'datasync');
  vi.spyOn(prototype, 'datasync').mockImplementation(function held(this: FileHandle) {
    return answer(() => flush.call(this));
  });
}

test('a write is done once the disk has it, and the event loop goes on meanwhile', async () => {
  const release: (() => void)[] = [];
  await heldDisk(async (flush) => {
    await new Promise<void>((resolve) => {
      release.push(resolve);
    });
    await flush();
  });
  let isDone = false;
  const first = write('first').then(() => {
    isDone = true;
  });
  await vi.waitFor(() => {
    expect(release).toHaveLength(1);
  });
  expect(await notes()).toEqual(['first']);
  expect(isDone).toBe(false);
  release[0]!();
  await first;
});

test('one wait for the disk serves all that was committed before it, and none that began before the commit', async () => {
  const release: (() => void)[] = [];
  await heldDisk(async (flush) => {
    await new Promise<void>((resolve) => {
      release.push(resolve);
    });
    await flush();
  });
  const done: string[] = [];
  const writes = ['one', 'two', 'three'].map((text) => write(text).then(() => done.push(text)));
  await vi.waitFor(async () => {
    expect(await notes()).toHaveLength(3);
  });
  expect(release).toHaveLength(1);
  release[0]!();
  await vi.waitFor(() => {
    expect(release).toHaveLength(2);
  });
  expect(done).toEqual(['one']);
  release[1]!();
  await Promise.all(writes);
  expect(release).toHaveLength(2);
});

test('a disk that fails is told, and nothing says that the write is kept', async () => {
  await heldDisk(() => Promise.reject(Object.assign(new Error('i/o error, fdatasync'), { code: 'EIO' })));
  const failure: unknown = await write('lost').catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'DATABASE_UNREACHABLE', exitCode: 75 });
});

test('what throws rolls back, and what is still under way then writes nothing', async () => {
  let late: Promise<unknown> = Promise.resolve();
  const failure = database.transaction(async (transaction) => {
    await transaction.execute("INSERT INTO notes (text) VALUES ('rolled back')");
    late = new Promise((resolve) => {
      setTimeout(resolve, 20);
    })
      .then(() => transaction.execute("INSERT INTO notes (text) VALUES ('late')"))
      .catch((error: unknown) => error);
    throw new Error('on purpose');
  });
  await expect(failure).rejects.toThrow('on purpose');
  expect(await late).toBeInstanceOf(Error);
  expect(await notes()).toEqual([]);
});

test('a statement that failed can be asked again', async () => {
  await database.execute("INSERT INTO notes (id, text) VALUES (1, 'there')");
  const again = () =>
    database.transaction((transaction) =>
      transaction.execute('INSERT INTO notes (id, text) VALUES (:id, :text)', { id: 1, text: 'twice' }),
    );
  await expect(again()).rejects.toThrow(/UNIQUE/);
  await database.execute('DELETE FROM notes');
  await again();
  expect(await notes()).toEqual(['twice']);
});
