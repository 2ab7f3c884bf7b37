import { statement, type Database } from '../../database/index.js';

const selectSuccessful = statement(
  'accounts.by-last-success',
  'SELECT account FROM {mail_accounts} WHERE last_success_at IS NOT NULL ORDER BY last_success_at DESC',
);

export const lastSuccessStatements = [selectSuccessful];

/** Orders accounts: the one that delivered last comes first, the others keep their order. */
export async function byLastSuccess<Account extends { readonly name: string }>(
  database: Database,
  accounts: readonly Account[],
): Promise<Account[]> {
  if (accounts.length < 2) return [...accounts];
  const rows = await database.query<{ account: string }>(selectSuccessful);
  const last = rows
    .map(({ account }) => accounts.find(({ name }) => name === account))
    .find((account) => account !== undefined);
  return last === undefined ? [...accounts] : [last, ...accounts.filter((account) => account !== last)];
}
