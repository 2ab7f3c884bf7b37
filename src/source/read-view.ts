import { statement, type Database, type Statement } from '../database/index.js';
import { viewNamed } from './column-sql.js';
import type { ViewName } from './contract.js';

/** Evaluates every column of every row. */
const readAll = (name: ViewName) => {
  const columns = viewNamed(name).columns.map((column) => `COUNT(v.${column.name}) AS ${column.name}`);
  return statement(`source.read-${name}`, `SELECT ${columns.join(', ')} FROM {${name}} v`);
};

/** @param views those that the enabled kinds read */
export const readViewStatements = (views: readonly ViewName[]): Statement[] => views.map(readAll);

/** Reads a whole view, and throws its error if it has one. For use after a statement over several views has failed. */
export async function readView(database: Database, view: ViewName): Promise<void> {
  await database.query(readAll(view));
}
