import { domainToASCII } from 'node:url';

/**
 * The characters of a usable address between its dots, as classes of a regular expression, of GLOB and of LIKE. The
 * hyphen stands first, because SQL Server's documentation shows it as a character only there. Before the `@` ASCII only,
 * because few servers accept anything else (SMTPUTF8). The domain may have Latin, Greek or Cyrillic letters, which are
 * sent as Punycode; other scripts must be written in Punycode.
 */
export const addressCharacters = {
  local: "-a-zA-Z0-9_!#$%&'*+/=?^`{|}~",
  domain: '-a-zA-Z0-9_À-ÖØ-öø-ɏͰ-ͽͿ-ԯ',
} as const;

/** Longest part before the `@`, in RFC 5321. */
export const maxLocalLength = 64;

/** Longest address in bytes: RFC 5321 allows 256 for a path, and its angle brackets are two of them. */
export const maxAddressBytes = 254;

/** Longest address in characters if not all are ASCII: each other one takes two bytes. */
export const maxAccentedLength = maxAddressBytes / 2;

const [local, domain] = [`[${addressCharacters.local}]+`, `[${addressCharacters.domain}]+`];

/**
 * One plain address, such as `anna.nowak@biuro.example`. Names, comments, quotes, white space, control and invisible
 * characters are refused, because a mail program would read another address than a person does.
 */
export const addressPattern = new RegExp(
  `^(?=.{1,${maxLocalLength}}@)${local}(\\.${local})*@${domain}(\\.${domain})*$`,
);

/**
 * True for the only form of address that mails are sent from or to, wherever it comes from. `hasAddress` is its SQL.
 */
export function isUsableAddress(text: string): boolean {
  return text.length <= (/^[ -~]*$/.test(text) ? maxAddressBytes : maxAccentedLength) && addressPattern.test(text);
}

/** Returns the address with its domain in Punycode, which every mail server accepts. */
export function withAsciiDomain(address: string): string {
  return address.replace(/(?<=@)[^@]*[^ -~][^@]*$/, (domain) => domainToASCII(domain) || domain);
}

/**
 * Returns the one spelling by which addresses of the same mailbox are recognised: in lower case, because every common
 * provider ignores case, with the domain in Punycode.
 */
export function normaliseAddress(address: string): string {
  return withAsciiDomain(address.toLowerCase());
}
