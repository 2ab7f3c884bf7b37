/** Longest address in bytes: RFC 5321 allows 256 for a path, and its angle brackets are two of them. */
export const maxAddressBytes = 254;

/**
 * One plain address, such as `anna.nowak@biuro.example`. The local part is ASCII, because few servers accept another one
 * (SMTPUTF8). The domain may have Latin, Greek or Cyrillic letters, which are sent as Punycode; other scripts must be
 * written in Punycode. Names, comments, quotes, white space, control and invisible characters are refused, because a
 * mail program would read another address than a person does.
 */
export const addressPattern =
  /^(?=.{1,64}@)[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*@[\wÀ-ɏͰ-ԯ-]+(\.[\wÀ-ɏͰ-ԯ-]+)*$/;

/** True for the only form of address that mails are sent from or to, wherever it comes from. */
export function isUsableAddress(text: string): boolean {
  return text.length <= maxAddressBytes && Buffer.byteLength(text) <= maxAddressBytes && addressPattern.test(text);
}
