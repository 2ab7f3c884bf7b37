import type { Database } from '../database/index.js';
import type { GuardianRole } from './gaps.js';
import { hasAddress } from './reachable.js';

/** A user with an address, and what decides whether mails reach it. */
export interface UserRecord {
  readonly userId: string;
  readonly name: string;
  readonly isBlocked: boolean;
  readonly hasAddress: boolean;
  /** Clients guarded, by role. */
  readonly guards: Readonly<Record<GuardianRole, number>>;
}

/** The users an address belongs to, several may share one; and those in whose unusable address it occurs. */
export async function findUsers(database: Database, address: string): Promise<UserRecord[]> {
  const guarded = (role: GuardianRole) =>
    `(SELECT COUNT(*) FROM {source_guardians} g WHERE g.user_id = u.user_id AND g.role = '${role}') AS ${role}`;
  const rows = await database.query<{
    userId: string; name: string | null; isBlocked: number | boolean; usable: number; client: number; accounting: number; hr: number;
  }>(
    `SELECT CAST(u.user_id AS nvarchar(20)) AS "userId", u.display_name AS name, u.is_blocked AS "isBlocked",
       CASE WHEN ${hasAddress('u')} THEN 1 ELSE 0 END AS usable, ${guarded('client')}, ${guarded('accounting')}, ${guarded('hr')}
     FROM {source_users} u
     WHERE LOWER(TRIM(u.email)) = :address OR (NOT ${hasAddress('u')} AND LOWER(u.email) LIKE :pattern ESCAPE '!') ORDER BY u.user_id`,
    { address: address.toLowerCase(), pattern: `%${address.toLowerCase().replace(/[!%_[]/g, '!$&')}%` });
  return rows.map(({ userId, name, isBlocked, usable, ...guards }) => ({
    userId, name: name ?? `#${userId}`, isBlocked: Boolean(isBlocked), hasAddress: usable === 1, guards,
  }));
}
