import { statement, type Database, type Dialect } from '../database/index.js';
import type { GuardianRole } from './gaps.js';
import { hasAddress } from './reachable.js';
import { usableCopies, usableRows } from './usable-rows.js';

/** A user, with what decides whether mails reach it. */
export interface UserRecord {
  readonly userId: string;
  readonly name: string;
  readonly isBlocked: boolean;
  /** As in the view, without surrounding white space; empty if there is none. */
  readonly address: string;
  /** Whether it can be mailed. */
  readonly hasAddress: boolean;
  /** Number of clients guarded, by role. */
  readonly guards: Readonly<Record<GuardianRole, number>>;
}

const selectUsers = (name: string, matches: (dialect: Dialect) => string) => {
  const guarded = (role: GuardianRole, dialect: Dialect) =>
    `(SELECT COUNT(DISTINCT g.client_id) FROM ${usableCopies('source_guardians', dialect)} g WHERE g.user_id = u.user_id AND g.role = '${role}') AS ${role}`;
  return statement(
    name,
    (
      dialect,
    ) => `SELECT CAST(u.user_id AS nvarchar(20)) AS "userId", u.display_name AS name, u.is_blocked AS "isBlocked", LTRIM(RTRIM(u.email)) AS address,
       CASE WHEN ${hasAddress('u', dialect)} THEN 1 ELSE 0 END AS usable,
       ${guarded('client', dialect)}, ${guarded('accounting', dialect)}, ${guarded('hr', dialect)}
     FROM ${usableRows('source_users', dialect)} u
     WHERE ${matches(dialect)} ORDER BY u.user_id`,
    { numbers: ['isBlocked', 'usable', 'client', 'accounting', 'hr'] },
  );
};
const usersByAddress = selectUsers(
  'source.users-by-address',
  (dialect) =>
    `LOWER(LTRIM(RTRIM(u.email))) = :lower OR (NOT ${hasAddress('u', dialect)} AND LOWER(u.email) LIKE :pattern ESCAPE '!')`,
);
// SQLite folds the case of ASCII letters only, so the exact spelling is compared as well.
const usersByName = selectUsers(
  'source.users-by-name',
  () =>
    'CAST(u.user_id AS nvarchar(20)) = :term OR LTRIM(RTRIM(u.display_name)) = :term OR LOWER(LTRIM(RTRIM(u.display_name))) = :lower',
);

export const findUsersStatements = [usersByAddress, usersByName];

/** Whether a question names an address. Otherwise it names a user by name or id. */
export function isAddress(term: string): boolean {
  return term.includes('@');
}

/**
 * Finds users by name or id, or by address: all users with this address, and those whose unusable address contains it.
 */
export async function findUsers(database: Database, term: string): Promise<UserRecord[]> {
  const lower = term.toLowerCase();
  const rows = await database.query<{
    userId: string;
    name: string | null;
    isBlocked: number;
    address: string | null;
    usable: number;
    client: number;
    accounting: number;
    hr: number;
  }>(isAddress(term) ? usersByAddress : usersByName, { term, lower, pattern: `%${lower.replace(/[!%_[]/g, '!$&')}%` });
  return rows.map(({ userId, name, isBlocked, address, usable, ...guards }) => ({
    userId,
    name: name ?? `#${userId}`,
    isBlocked: isBlocked === 1,
    address: address ?? '',
    hasAddress: usable === 1,
    guards,
  }));
}
