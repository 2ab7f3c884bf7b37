/**
 * One plain address, the only form that mails are sent to. A name, comment, group, quoted part or white space is
 * refused, because a mail library would parse it and deliver elsewhere.
 */
export const plainAddress = /^[^\s\p{C}\p{Z}@<>,;:()"\\[\]]+@[^\s\p{C}\p{Z}@<>,;:()"\\[\]]+$/u;

/** SQL: the user alias has what looks like one address. `plainAddress` decides. */
export function hasAddress(user: string): string {
  const email = `LTRIM(RTRIM(${user}.email))`;
  const forbidden = [' ', ',', ';', '<', '>', ':', '(', ')', '"', '\\', '\u00a0', '\t', '\r', '\n'].map(
    (character) => `%${character}%`,
  );
  return `(${email} LIKE '_%@_%' AND ${email} NOT LIKE '%@%@%' ${forbidden.map((pattern) => `AND ${email} NOT LIKE '${pattern}'`).join(' ')})`;
}

/** SQL: the user alias can be mailed. */
export function isReachable(user: string): string {
  return `(${user}.is_blocked = 0 AND ${hasAddress(user)})`;
}
