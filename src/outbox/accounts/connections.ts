import { statement, type Database } from '../../database/index.js';

const selectConnections = statement(
  'accounts.select-connections',
  ({ now }) =>
    `SELECT position, CASE WHEN lease_until < ${now()} THEN 1 ELSE 0 END AS "isExpired"
       FROM {account_connections} WHERE account = :account`,
  { numbers: ['position', 'isExpired'] },
);
const deleteConnection = statement(
  'accounts.delete-connection',
  'DELETE FROM {account_connections} WHERE account = :account AND position = :position',
  { integers: ['position'] },
);
const insertConnection = statement(
  'accounts.insert-connection',
  ({ now }) =>
    `INSERT INTO {account_connections} (account, position, lease_owner, lease_until)
         VALUES (:account, :position, :owner, ${now(':leaseMs')})`,
  { integers: ['position', 'leaseMs'] },
);
const renewConnectionLeases = statement(
  'accounts.renew-connections',
  ({ now }) => `UPDATE {account_connections} SET lease_until = ${now(':leaseMs')} WHERE lease_owner = :owner`,
  { integers: ['leaseMs'] },
);
const deleteConnections = statement(
  'accounts.release-connections',
  'DELETE FROM {account_connections} WHERE lease_owner = :owner',
);
const lockAccountRow = statement(
  'accounts.lock-account',
  'UPDATE {mail_accounts} SET account = account WHERE account = :account',
);
const insertAccount = statement('accounts.insert-account', 'INSERT INTO {mail_accounts} (account) VALUES (:account)');

const updateAcceptedConnections = statement(
  'accounts.record-accepted-connections',
  'UPDATE {mail_accounts} SET accepted_connections = :accepted, connections_until = :until WHERE account = :account',
  { integers: ['accepted'] },
);

export const connectionStatements = [
  updateAcceptedConnections,
  selectConnections,
  deleteConnection,
  insertConnection,
  renewConnectionLeases,
  deleteConnections,
  lockAccountRow,
  insertAccount,
];

export interface ConnectionRequest {
  readonly account: string;
  /** Connections that the account allows in all. */
  readonly limit: number;
  readonly wanted: number;
  readonly owner: string;
  readonly leaseMs: number;
}

/**
 * Leases connections of an account that no other run holds, or whose lease has expired.
 * @returns how many were leased, at most `wanted`
 */
export async function leaseConnections(
  database: Database,
  { account, limit, wanted, owner, leaseMs }: ConnectionRequest,
): Promise<number> {
  return database.transaction(async (transaction) => {
    await lockAccount(transaction, account);
    const rows = await transaction.query<{ position: number; isExpired: number }>(selectConnections, { account });
    const states = new Map(rows.map(({ position, isExpired }) => [position, isExpired === 1 ? 'expired' : 'held']));
    let leased = 0;
    for (let position = 1; position <= limit && leased < wanted; position += 1) {
      const state = states.get(position);
      if (state === 'held') continue;
      if (state === 'expired') await transaction.execute(deleteConnection, { account, position });
      await transaction.execute(insertConnection, { account, position, owner, leaseMs });
      leased += 1;
    }
    return leased;
  });
}

/** Renews the leases of an owner. Returns how many connections it still holds. */
export async function renewConnections(database: Database, owner: string, leaseMs: number): Promise<number> {
  return database.execute(renewConnectionLeases, { owner, leaseMs });
}

export async function releaseConnections(database: Database, owner: string): Promise<void> {
  await database.execute(deleteConnections, { owner });
}

/** Remembers how many connections at once an account's server accepts. */
export async function recordAcceptedConnections(
  transaction: Database,
  account: string,
  accepted: number,
  until: Date,
): Promise<void> {
  await transaction.execute(updateAcceptedConnections, { account, accepted, until: until.toISOString() });
}

/** Locks an account's row until the transaction ends, so that two runs never count the same quota twice. */
export async function lockAccount(transaction: Database, account: string): Promise<void> {
  const changed = await transaction.execute(lockAccountRow, { account });
  if (changed === 0) await transaction.execute(insertAccount, { account });
}
