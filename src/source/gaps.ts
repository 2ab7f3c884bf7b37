import { statement, type Database, type Dialect, type Statement } from '../database/index.js';
import { hasAddress } from './reachable.js';
import { usableCopies, usableRows } from './usable-rows.js';

export type GuardianRole = 'client' | 'accounting' | 'hr';

/** Recipients that cannot be mailed: how many, and a few names. */
export interface RecipientGap {
  readonly reason:
    | 'no-guardian'
    | 'no-user'
    | 'no-address'
    | 'blocked'
    | 'deputy-self'
    | 'deputy-no-user'
    | 'deputy-no-address'
    | 'deputy-blocked';
  /** Absent for users who get their own summary, and for deputies. */
  readonly role?: GuardianRole;
  readonly count: number;
  /** At most three: clients without a guardian, ids of guardians and deputies who are no users, otherwise users. */
  readonly names: readonly string[];
}

const examples = 3;

/** Counts the found names and selects the first few. @param sql returns a query with one column, `name` */
function gapStatement(reason: string, sql: (dialect: Dialect) => string): Statement {
  return statement(
    `source.${reason}`,
    (dialect) => `SELECT name, total FROM (
       SELECT name, COUNT(*) OVER () AS total, ROW_NUMBER() OVER (ORDER BY name) AS position FROM (${sql(dialect)}) found
     ) numbered WHERE position <= ${examples} ORDER BY position`,
    { numbers: ['total'] },
  );
}

/** SQL: a name, or the number if there is none. */
export function nameOf(name: string, id: string): string {
  return `COALESCE(${name}, CAST(CONCAT('#', ${id}) AS nvarchar(20)))`;
}

function guardianStatement(reason: 'no-address' | 'blocked'): Statement {
  return gapStatement(
    `guardians-${reason}`,
    (dialect) => `SELECT ${nameOf('u.display_name', 'u.user_id')} AS name FROM ${usableRows('source_users', dialect)} u
         WHERE ${userGap(reason, dialect)}
         AND u.user_id IN (SELECT g.user_id FROM ${usableCopies('source_guardians', dialect)} g WHERE g.role = :role)`,
  );
}

function userGap(reason: 'no-address' | 'blocked', dialect: Dialect): string {
  return reason === 'blocked'
    ? 'u.is_blocked = 1'
    : `u.is_blocked = 0 AND (u.email IS NULL OR NOT ${hasAddress('u', dialect)})`;
}

const guardianGapStatements = {
  'no-guardian': gapStatement(
    'clients-no-guardian',
    (dialect) => `SELECT ${nameOf('c.name', 'c.client_id')} AS name FROM ${usableRows('source_clients', dialect)} c
     WHERE c.client_id NOT IN (
       SELECT g.client_id FROM ${usableCopies('source_guardians', dialect)} g WHERE g.role = :role)`,
  ),
  'no-user': gapStatement(
    'guardians-no-user',
    (dialect) => `SELECT DISTINCT CONCAT('#', g.user_id) AS name FROM ${usableCopies('source_guardians', dialect)} g
     WHERE g.role = :role AND g.user_id NOT IN (SELECT u.user_id FROM ${usableCopies('source_users', dialect)} u)`,
  ),
  'no-address': guardianStatement('no-address'),
  blocked: guardianStatement('blocked'),
} as const satisfies Partial<Record<RecipientGap['reason'], Statement>>;

const usersWithoutAddress = gapStatement(
  'users-no-address',
  (dialect) => `SELECT ${nameOf('u.display_name', 'u.user_id')} AS name FROM ${usableRows('source_users', dialect)} u
     WHERE ${userGap('no-address', dialect)}`,
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
  const rows = await database.query<{ name: string; total: number }>(find, bindings);
  return { count: rows[0]?.total ?? 0, names: rows.map(({ name }) => name) };
}
