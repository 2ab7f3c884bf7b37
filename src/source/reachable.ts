import { addressCharacters, maxAccentedLength, maxAddressBytes, maxLocalLength } from '../address.js';
import type { Dialect } from '../database/index.js';

/** SQL: the email of the user alias, without surrounding spaces, is what `isUsableAddress` accepts. */
export function hasAddress(user: string, dialect: Dialect): string {
  const email = `LTRIM(RTRIM(${user}.email))`;
  const isLike = (pattern: string) => `${email} LIKE '${pattern}'`;
  const longerThan = (length: number) => `${'_'.repeat(length + 1)}%`;
  const forbidden = [
    ...['%@%@%', '.%', '%.', '%..%', '%.@%', '%@.%'].map(isLike),
    dialect.containsInOrder(email, `[^.${addressCharacters.local}]`, '@'),
    dialect.containsInOrder(email, '@', `[^.${addressCharacters.domain}]`),
    isLike(`${longerThan(maxLocalLength)}@%`),
    isLike(longerThan(maxAddressBytes)),
    `(${isLike(longerThan(maxAccentedLength))} AND ${dialect.containsInOrder(email, '[^ -~]')})`,
  ];
  return `(${isLike('_%@_%')} ${forbidden.map((condition) => `AND NOT ${condition}`).join(' ')})`;
}

/** SQL: the user alias can be mailed. */
export function isReachable(user: string, dialect: Dialect): string {
  return `(${user}.is_blocked = 0 AND ${hasAddress(user, dialect)})`;
}
