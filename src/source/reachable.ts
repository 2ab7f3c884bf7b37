import { addressCharacters, maxAccentedLength, maxAddressBytes, maxLocalLength } from '../address.js';
import type { Dialect } from '../database/index.js';

/**
 * SQL: the address of a user, without surrounding spaces, is one that `isUsableAddress` accepts. Unknown if it is NULL.
 * @param user the alias of a table with the columns of `source_users`
 */
export function hasAddress(user: string, dialect: Dialect): string {
  const email = `LTRIM(RTRIM(${user}.email))`;
  const isLike = (pattern: string) => `${email} LIKE '${pattern}'`;
  const patternLongerThan = (length: number) => `${'_'.repeat(length + 1)}%`;
  const forbidden = [
    ...['%@%@%', '.%', '%.', '%..%', '%.@%', '%@.%'].map(isLike),
    dialect.containsInOrder(email, `[^${addressCharacters.local}.]`, '@'),
    dialect.containsInOrder(email, '@', `[^${addressCharacters.domain}.]`),
    isLike(`${patternLongerThan(maxLocalLength)}@%`),
    // An ASCII character is one byte.
    isLike(patternLongerThan(maxAddressBytes)),
    `(${isLike(patternLongerThan(maxAccentedLength))} AND ${dialect.containsInOrder(email, '[^ -~]')})`,
  ];
  return `(${isLike('_%@_%')} ${forbidden.map((condition) => `AND NOT ${condition}`).join(' ')})`;
}

/** SQL: a user can be mailed: not blocked, and with an address. @param user as for `hasAddress` */
export function isReachable(user: string, dialect: Dialect): string {
  return `(${user}.is_blocked = 0 AND ${hasAddress(user, dialect)})`;
}
