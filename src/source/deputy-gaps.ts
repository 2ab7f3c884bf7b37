import { statement, type Database } from '../database/index.js';
import { absentUsers } from './deputies.js';
import { nameOf, type RecipientGap } from './gaps.js';
import { hasAddress } from './reachable.js';
import { usableCopies, usableRows } from './usable-rows.js';

type Reason = Extract<RecipientGap['reason'], `deputy-${string}`>;

const examples = 3;

const selectGaps = statement(
  'source.deputy-gaps',
  (dialect) => `SELECT reason, name, total FROM (
       SELECT reason, name, COUNT(*) OVER (PARTITION BY reason) AS total,
         ROW_NUMBER() OVER (PARTITION BY reason ORDER BY name, deputy_id) AS position
       FROM (SELECT DISTINCT CASE WHEN d.deputy_user_id = d.user_id THEN 'deputy-self'
             WHEN s.user_id IS NULL THEN 'deputy-no-user'
             WHEN s.is_blocked = 1 THEN 'deputy-blocked' ELSE 'deputy-no-address' END AS reason,
           ${nameOf('s.display_name', 'd.deputy_user_id')} AS name, d.deputy_user_id AS deputy_id
         FROM ${absentUsers(dialect)} d
         LEFT JOIN ${usableRows('source_users', dialect)} s ON s.user_id = d.deputy_user_id
         WHERE d.user_id IN (SELECT g.user_id FROM ${usableCopies('source_guardians', dialect)} g)
           AND (d.deputy_user_id = d.user_id OR s.user_id IS NULL OR s.is_blocked = 1
             OR s.email IS NULL OR NOT ${hasAddress('s', dialect)})) found
     ) numbered WHERE position <= ${examples} ORDER BY reason, position`,
  { numbers: ['total'] },
);

export const deputyGapStatements = [selectGaps];

/**
 * Finds deputies of guardians absent on a day who can get no mail: no users, blocked, without an address, or
 * themselves.
 */
export async function deputyGaps(database: Database, today: string): Promise<RecipientGap[]> {
  const rows = await database.query<{ reason: Reason; name: string; total: number }>(selectGaps, { today });
  const gaps = new Map<Reason, { count: number; names: string[] }>();
  for (const { reason, name, total } of rows)
    gaps.set(reason, { count: total, names: [...(gaps.get(reason)?.names ?? []), name] });
  return [...gaps].map(([reason, found]) => ({ reason, ...found }));
}
