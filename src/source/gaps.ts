import { statement, type Database, type Statement } from '../database/index.js';
import { hasAddress } from './reachable.js';

export type GuardianRole = 'client' | 'accounting' | 'hr';

/** Recipients that cannot be mailed: how many, and a few names. */
export interface RecipientGap {
  readonly reason: 'no-guardian' | 'no-user' | 'no-address' | 'blocked';
  /** Absent for users who get their own summary. */
  readonly role?: GuardianRole;
  readonly count: number;
  /** At most three: clients without a guardian, ids of guardians who are no users, otherwise users. */
  readonly names: readonly string[];
}

const examples = 3;

/** Counts the found names and selects the first few. @param sql a query with one column, `name` */
function gapStatement(reason: string, sql: string): Statement {
  return statement(
    `source.${reason}`,
    `SELECT name, total FROM (
       SELECT name, COUNT(*) OVER () AS total, ROW_NUMBER() OVER (ORDER BY name) AS position FROM (${sql}) found
     ) numbered WHERE position <= ${examples} ORDER BY position`,
    { numbers: ['total'] },
  );
}

function guardianStatement(reason: 'no-address' | 'blocked'): Statement {
  return gapStatement(
    `guardians-${reason}`,
    `SELECT u.display_name AS name FROM {source_users} u
         WHERE ${userGap(reason)} AND u.user_id IN (SELECT g.user_id FROM {source_guardians} g WHERE g.role = :role)`,
  );
}

function userGap(reason: 'no-address' | 'blocked'): string {
  return reason === 'blocked'
    ? 'COALESCE(u.is_blocked, 1) = 1'
    : `u.is_blocked = 0 AND (u.email IS NULL OR NOT ${hasAddress('u')})`;
}

const guardianGapStatements = {
  'no-guardian': gapStatement(
    'clients-no-guardian',
    `SELECT c.name AS name FROM {source_clients} c WHERE NOT EXISTS (
       SELECT 1 FROM {source_guardians} g WHERE g.client_id = c.client_id AND g.role = :role)`,
  ),
  'no-user': gapStatement(
    'guardians-no-user',
    `SELECT DISTINCT CONCAT('#', g.user_id) AS name FROM {source_guardians} g
     WHERE g.role = :role AND NOT EXISTS (SELECT 1 FROM {source_users} u WHERE u.user_id = g.user_id)`,
  ),
  'no-address': guardianStatement('no-address'),
  blocked: guardianStatement('blocked'),
} as const satisfies Record<RecipientGap['reason'], Statement>;

const usersWithoutAddress = gapStatement(
  'users-no-address',
  `SELECT u.display_name AS name FROM {source_users} u WHERE ${userGap('no-address')}`,
);

export const gapStatements: Statement[] = [...Object.values(guardianGapStatements), usersWithoutAddress];

/** Finds clients without a guardian in a role, and guardians who cannot be mailed. */
export async function guardianGaps(database: Database, role: GuardianRole): Promise<RecipientGap[]> {
  const gaps: RecipientGap[] = [];
  for (const [reason, find] of Object.entries(guardianGapStatements))
    gaps.push({ reason: reason as RecipientGap['reason'], role, ...(await counted(database, find, { role })) });
  return gaps.filter(({ count }) => count > 0);
}

/** Finds users without a usable address. Blocked users get no mail on purpose. */
export async function userGaps(database: Database): Promise<RecipientGap[]> {
  const users = await counted(database, usersWithoutAddress, {});
  return users.count === 0 ? [] : [{ reason: 'no-address', ...users }];
}

async function counted(database: Database, find: Statement, bindings: Record<string, string>) {
  const rows = await database.query<{ name: string | null; total: number }>(find, bindings);
  return { count: rows[0]?.total ?? 0, names: rows.map(({ name }) => name ?? '?') };
}
