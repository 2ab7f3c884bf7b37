import type { Database } from '../../database/index.js';

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
    const rows = await transaction.query<{ position: number; isExpired: number }>(
      `SELECT position, CASE WHEN lease_until < ${database.dialect.now()} THEN 1 ELSE 0 END AS "isExpired"
       FROM {account_connections} WHERE account = :account`,
      { account },
    );
    const states = new Map(rows.map(({ position, isExpired }) => [position, isExpired === 1 ? 'expired' : 'held']));
    let leased = 0;
    for (let position = 1; position <= limit && leased < wanted; position += 1) {
      const state = states.get(position);
      if (state === 'held') continue;
      if (state === 'expired')
        await transaction.execute(
          'DELETE FROM {account_connections} WHERE account = :account AND position = :position',
          { account, position },
        );
      await transaction.execute(
        `INSERT INTO {account_connections} (account, position, lease_owner, lease_until)
         VALUES (:account, :position, :owner, ${database.dialect.now(leaseMs)})`,
        { account, position, owner },
      );
      leased += 1;
    }
    return leased;
  });
}

/** Renews the leases of an owner. Returns how many connections it still holds. */
export async function renewConnections(database: Database, owner: string, leaseMs: number): Promise<number> {
  return database.execute(
    `UPDATE {account_connections} SET lease_until = ${database.dialect.now(leaseMs)} WHERE lease_owner = :owner`,
    { owner },
  );
}

export async function releaseConnections(database: Database, owner: string): Promise<void> {
  await database.execute('DELETE FROM {account_connections} WHERE lease_owner = :owner', { owner });
}

/** Locks an account's row until the transaction ends, so that two runs never count the same quota twice. */
export async function lockAccount(transaction: Database, account: string): Promise<void> {
  const changed = await transaction.execute('UPDATE {mail_accounts} SET account = account WHERE account = :account', {
    account,
  });
  if (changed === 0) await transaction.execute('INSERT INTO {mail_accounts} (account) VALUES (:account)', { account });
}
