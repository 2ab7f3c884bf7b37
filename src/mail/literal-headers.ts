import { encodeWord, foldLines } from 'nodemailer/lib/mime-funcs';
import MimeNode from 'nodemailer/lib/mime-node';

/** Characters of an encoded word's payload, and of a header line. */
const wordLength = 52;
const lineLength = 76;

/**
 * Whether a mail program may decode the text as an encoded word (RFC 2047). nodemailer passes such ASCII text on, also
 * into a quoted name, and decoded it could be another text or line breaks.
 */
function looksEncoded(text: string): boolean {
  return text.includes('=?');
}

/** A text header for nodemailer, encoded if it looks like an encoded word, so that it is shown as it is. */
export function literalText(text: string) {
  return looksEncoded(text) ? { prepared: true, foldLines: true, value: encodeWord(text, 'B', wordLength) } : text;
}

/** A header line with one address. nodemailer takes no encoded value for From and To. */
export function addressLine(header: 'From' | 'To', name: string, address: string): string {
  const value = looksEncoded(name)
    ? `${encodeWord(name, 'B', wordLength)} <${MimeNode.encodeHeaderValue(header, [{ name: '', address }])}>`
    : MimeNode.encodeHeaderValue(header, [{ name, address }], { textEncoding: 'base64' });
  return `${foldLines(`${header}: ${value}`, lineLength)}\r\n`;
}
