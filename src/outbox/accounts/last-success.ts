import { statement, type Database } from '../../database/index.js';

const selectSuccessful = statement(
  'accounts.by-last-success',
  'SELECT account FROM {mail_accounts} WHERE last_success_at IS NOT NULL ORDER BY last_success_at DESC',
);
const updateLastSuccess = statement(
  'accounts.record-success',
  ({ now }) => `UPDATE {mail_accounts} SET last_success_at = ${now()} WHERE account = :account`,
);

export const lastSuccessStatements = [selectSuccessful, updateLastSuccess];

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

/** Records that an account has delivered a message. */
export async function recordSuccess(transaction: Database, account: string): Promise<void> {
  await transaction.execute(updateLastSuccess, { account });
}
