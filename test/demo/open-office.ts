import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterAll } from 'vitest';
import { writeDemoOffice } from '../../demo/office.js';

/** Runs a query and returns its rows. */
export type Query = (sql: string) => Record<string, string | number | null>[];

export const tuesday = '2026-11-24T13:20:00.000Z';
export const folder = mkdtempSync(join(tmpdir(), 'demo-office-'));

const open: Database.Database[] = [];
afterAll(() => {
  for (const database of open) database.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Creates a demo office in a temporary folder and returns a function that queries it. */
export function openOffice(now: string, name = `${now.replaceAll(':', '')}.db`): Query {
  const file = join(folder, name);
  writeDemoOffice(file, new Date(now));
  const database = new Database(file);
  open.push(database);
  return (sql) => database.prepare(sql).all() as ReturnType<Query>;
}
