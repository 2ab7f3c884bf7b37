import { statement, type Database, type Dialect } from '../database/index.js';
import type { GuardianRole } from './gaps.js';
import { isReachable } from './reachable.js';
import { usableCopies, usableRows } from './usable-rows.js';

/** A user with more deputies at once is a mistake in the view. Those with the lowest numbers count. */
const maxDeputies = 10;

/** SQL: the rows of absences with a deputy that include the day `:today`, as often as the view yields them. */
export function absentUsers(dialect: Dialect): string {
  return usableCopies(
    'source_deputies',
    dialect,
    'source_deputies.date_from <= :today AND source_deputies.date_to >= :today',
  );
}

/**
 * SQL: users who are absent on the day `:today`, each with each of their deputies once (`user_id`, `deputy_id`,
 * `until_date`), as a table. Nobody is their own deputy.
 */
export function activeDeputies(dialect: Dialect): string {
  return `(SELECT user_id, deputy_id, until_date FROM (
      SELECT d.user_id AS user_id, d.deputy_user_id AS deputy_id, MAX(d.date_to) AS until_date,
        ROW_NUMBER() OVER (PARTITION BY d.user_id ORDER BY d.deputy_user_id) AS position
      FROM ${absentUsers(dialect)} d WHERE d.deputy_user_id <> d.user_id GROUP BY d.user_id, d.deputy_user_id
    ) ranked WHERE position <= ${maxDeputies})`;
}

/** A deputy of a user who is absent. */
export interface DeputyRelation {
  readonly userId: string;
  readonly name: string;
  readonly deputyId: string;
  readonly deputyName: string;
  /** The last day of the absence. */
  readonly until: string;
  /**
   * Whether the deputy gets mails of the user, or why not: absent too, blocked or without an address, the user itself.
   */
  readonly state: 'present' | 'absent' | 'unreachable' | 'self';
}

const selectRelations = statement(
  'source.deputy-relations',
  (
    dialect,
  ) => `SELECT CAST(d.user_id AS nvarchar(20)) AS "userId", u.display_name AS name, CAST(d.deputy_id AS nvarchar(20)) AS "deputyId",
       s.display_name AS "deputyName", CAST(d.until_date AS nvarchar(10)) AS until,
       CASE WHEN d.deputy_id = d.user_id THEN 'self' WHEN d.deputy_id IN (SELECT a.user_id FROM ${absentUsers(dialect)} a) THEN 'absent'
         WHEN ${isReachable('s', dialect)} THEN 'present' ELSE 'unreachable' END AS state
     FROM (SELECT o.user_id AS user_id, o.deputy_user_id AS deputy_id, MAX(o.date_to) AS until_date
       FROM ${absentUsers(dialect)} o GROUP BY o.user_id, o.deputy_user_id) d
     LEFT JOIN ${usableRows('source_users', dialect)} u ON u.user_id = d.user_id
     LEFT JOIN ${usableRows('source_users', dialect)} s ON s.user_id = d.deputy_id
     WHERE (CAST(d.user_id AS nvarchar(20)) = :user OR CAST(d.deputy_id AS nvarchar(20)) = :user)
       AND (d.user_id IN (SELECT g.user_id FROM ${usableCopies('source_guardians', dialect)} g WHERE g.role = :role)
         OR d.user_id IN (SELECT o.deputy_user_id FROM ${absentUsers(dialect)} o))
     ORDER BY d.user_id, d.deputy_id`,
);

const countAbsent = statement(
  'source.count-absent',
  (dialect) => `SELECT COUNT(DISTINCT d.user_id) AS count FROM ${absentUsers(dialect)} d
     WHERE d.user_id IN (SELECT g.user_id FROM ${usableCopies('source_guardians', dialect)} g)`,
  { numbers: ['count'] },
);

export const deputyStatements = [selectRelations, countAbsent];

/** Counts the guardians who are absent on a day and have a row with a deputy. */
export async function countAbsentGuardians(database: Database, today: string): Promise<number> {
  const [row] = await database.query<{ count: number }>(countAbsent, { today });
  return row!.count;
}

/**
 * Finds the deputies of a user, and the users whose deputy that user is, on one day. The absent users are guardians in
 * the role, or deputies themselves.
 */
export async function deputyRelations(
  database: Database,
  user: string,
  role: GuardianRole,
  today: string,
): Promise<DeputyRelation[]> {
  const rows = await database.query<
    Omit<DeputyRelation, 'name' | 'deputyName'> & { name: string | null; deputyName: string | null }
  >(selectRelations, { user, role, today });
  return rows.map((row) => ({
    ...row,
    name: row.name ?? `#${row.userId}`,
    deputyName: row.deputyName ?? `#${row.deputyId}`,
  }));
}
