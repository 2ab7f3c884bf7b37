/** SQL: the user alias holds what can be one e-mail address. Stricter than a mail server, looser than RFC 5322. */
export function hasAddress(user: string): string {
  const email = `TRIM(${user}.email)`;
  const forbidden = ['% %', '%,%', '%;%', '%<%', '%>%', '%@%@%'];
  return `(${email} LIKE '_%@_%' ${forbidden.map((pattern) => `AND ${email} NOT LIKE '${pattern}'`).join(' ')})`;
}

/** SQL: a mail to the user alias can be delivered. */
export function isReachable(user: string): string {
  return `(${user}.is_blocked = 0 AND ${hasAddress(user)})`;
}
