import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterAll } from 'vitest';
import { writeDemoOffice } from '../../demo/office.js';
import { removeFolder } from '../helpers/remove-folder.js';

/** Runs a query and returns its rows. */
export type Query = (sql: string) => Record<string, string | number | null>[];

export const tuesday = '2026-11-24T13:20:00.000Z';

/** Demo offices in a temporary folder of one test file, which is deleted after its last test. */
export function demoOffices(): { readonly folder: string; readonly open: (now: string, name?: string) => Query } {
  const folder = mkdtempSync(join(tmpdir(), 'demo-office-'));
  const databases: Database.Database[] = [];
  afterAll(() => {
    for (const database of databases) database.close();
    removeFolder(folder);
  });
  return {
    folder,
    open: (now, name = `${now.replaceAll(':', '')}-${databases.length}.db`) => {
      const file = join(folder, name);
      writeDemoOffice(file, new Date(now));
      const database = new Database(file);
      databases.push(database);
      return (sql) => database.prepare(sql).all() as ReturnType<Query>;
    },
  };
}
