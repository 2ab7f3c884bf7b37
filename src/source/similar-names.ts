import { statement, type Database } from '../database/index.js';
import { suggest } from '../suggest.js';
import { usableRows } from './usable-rows.js';

const maxNames = 3;

const selectNames = statement(
  'source.user-names',
  (dialect) => `SELECT u.display_name AS name FROM ${usableRows('source_users', dialect)} u`,
);

export const similarNamesStatements = [selectNames];

/** Names of users that are like this one: spelled without Polish letters, in part, or with a typing error. */
export async function similarNames(database: Database, name: string): Promise<string[]> {
  const rows = await database.query<{ name: string | null }>(selectNames);
  const names = rows.flatMap(({ name: known }) => known?.trim() ?? []);
  const byPlainName = new Map(names.map((known) => [plain(known), known]));
  const wanted = plain(name);
  const containing = [...byPlainName.keys()].filter((known) => known.includes(wanted)).sort();
  const closest = suggest(wanted, [...byPlainName.keys()]);
  const found = containing.length > 0 || closest === undefined ? containing : [closest];
  return found.slice(0, maxNames).map((known) => byPlainName.get(known)!);
}

/** In lower case and without Polish letters. */
function plain(name: string): string {
  return name
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{Mark}/gu, '')
    .replaceAll('ł', 'l');
}
