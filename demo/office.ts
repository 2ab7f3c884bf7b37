import { renameSync, rmSync } from 'node:fs';
import Database from 'libsql';
import { retryWhileHeldSync } from '../src/retry-while-held.js';
import { requiredViews } from '../src/source/contract.js';
import { contractTables } from './contract-tables.js';
import { Random } from './random.js';
import { insertRows } from './rows.js';
import { makeTables } from './tables.js';

const seed = 20_261_124;

/**
 * Writes an invented accounting office, with events until `now`, to an SQLite file that has the tables of the source
 * contract. Replaces an existing file. The same `now` creates the same office.
 */
export function writeDemoOffice(file: string, now: Date): void {
  const temporaryFile = `${file}.${process.pid}.tmp`;
  try {
    deleteFiles(temporaryFile, `${temporaryFile}-journal`);
    fillDatabase(temporaryFile, now);
    replaceFile(file, temporaryFile);
  } finally {
    deleteFiles(temporaryFile, `${temporaryFile}-journal`);
  }
}

function fillDatabase(file: string, now: Date): void {
  const tables = makeTables(new Random(seed), now);
  const database = new Database(file);
  try {
    database.transaction(() => {
      for (const statement of contractTables({ name: 'sqlite' })) database.exec(statement);
      for (const { name } of requiredViews) insertRows(database, name, tables[name] ?? []);
    })();
  } finally {
    database.close();
  }
}

/** Deletes the old file and its write-ahead log first, because SQLite would apply that log to the new file. */
function replaceFile(file: string, finished: string): void {
  deleteFiles(file, `${file}-wal`, `${file}-shm`, `${file}-journal`);
  retryWhileHeldSync(() => {
    renameSync(finished, file);
  });
}

function deleteFiles(...files: string[]): void {
  for (const file of files)
    retryWhileHeldSync(() => {
      rmSync(file, { force: true });
    });
}
