/**
 * One plain address, the only form a mail is sent to: no name, comment, group, quoted part or white space, which
 * a mail library would take apart and deliver elsewhere.
 */
export const plainAddress = /^[^\s\p{C}\p{Z}@<>,;:()"\\[\]]+@[^\s\p{C}\p{Z}@<>,;:()"\\[\]]+$/u;

/** SQL: the user alias holds what looks like one address; `plainAddress` has the last word. */
export function hasAddress(user: string): string {
  const email = `TRIM(${user}.email)`;
  const forbidden = [' ', ',', ';', '<', '>', ':', '(', ')', '"', '\\', '\u00a0', '\t', '\r', '\n'].map(
    (character) => `%${character}%`,
  );
  return `(${email} LIKE '_%@_%' AND ${email} NOT LIKE '%@%@%' ${forbidden.map((pattern) => `AND ${email} NOT LIKE '${pattern}'`).join(' ')})`;
}

/** SQL: a mail to the user alias can be delivered. */
export function isReachable(user: string): string {
  return `(${user}.is_blocked = 0 AND ${hasAddress(user)})`;
}
