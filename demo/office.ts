import { renameSync, rmSync } from 'node:fs';
import Database from 'libsql';
import { contract } from '../src/source/contract.js';
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
    rmSync(temporaryFile, { force: true });
    fillDatabase(temporaryFile, now);
    replaceFile(file, temporaryFile);
  } finally {
    for (const leftover of [temporaryFile, `${temporaryFile}-journal`]) rmSync(leftover, { force: true });
  }
}

function fillDatabase(file: string, now: Date): void {
  const tables = makeTables(new Random(seed), now);
  const database = new Database(file);
  try {
    database.transaction(() => {
      for (const statement of contractTables({ name: 'sqlite' })) database.exec(statement);
      for (const { name } of contract) insertRows(database, name, tables[name]);
    })();
  } finally {
    database.close();
  }
}

/** Deletes the old file and its write-ahead log first, because SQLite would apply that log to the new file. */
function replaceFile(file: string, finished: string): void {
  for (const old of [file, `${file}-wal`, `${file}-shm`, `${file}-journal`]) rmSync(old, { force: true });
  renameSync(finished, file);
}
