import { randomBytes } from 'node:crypto';
import { foldLines } from 'nodemailer/lib/mime-funcs';
import MimeNode from 'nodemailer/lib/mime-node';
import { bodyText, bytesOf, messageText } from './message-bytes.js';

/** A mail with gaps: literal text and, between, the names of what goes there. */
export type Form = readonly string[];

/** Header fields that differ from mail to mail; `boundary` and the parts' types beside them name the other gaps. */
export const fieldNames = ['To', 'Subject', 'Message-ID', 'Date'] as const;

const partTypes = ['text/plain', 'text/html'] as const;

/** Names of gaps; as long as what nodemailer makes boundaries of, for headers are folded by their length. */
const marks = {
  To: 'headerTo',
  Subject: 'headerSu',
  'Message-ID': 'headerId',
  Date: 'headerDa',
  boundary: 'boundary',
  'text/plain': 'bodyText',
  'text/html': 'bodyHtml',
} as const;

export type Gap = keyof typeof marks;

const names = new Map<string, Gap>((Object.entries(marks) as [Gap, string][]).map(([gap, mark]) => [mark, gap]));

/** A value for `baseBoundary` that marks the boundary's place. */
export function boundaryMark(): string {
  return `${randomBytes(4).toString('hex')}${marks.boundary}`;
}

/** @param baseBoundary the mark that the tree was composed with */
export function formOf(root: MimeNode, baseBoundary: string): Form {
  const nonce = baseBoundary.slice(0, -marks.boundary.length);
  const text = messageText(root, (part) => {
    const type = partTypes.find((name) => part.contentType?.startsWith(name));
    return type === undefined || part.content === '' ? bodyText(part) : `${nonce}${marks[type]}`;
  });
  const end = text.indexOf('\r\n\r\n');
  const headers = text
    .slice(0, end)
    .split(/\r\n(?![ \t])/)
    .map((line) => {
      const field = fieldNames.find((name) => line.startsWith(`${name}:`));
      return field === undefined ? line : `${nonce}${marks[field]}`;
    });
  return `${headers.join('\r\n')}${text.slice(end)}`.split(new RegExp(`${nonce}(${Object.values(marks).join('|')})`));
}

/** A mail of a form. */
export function filled(form: Form, of: (gap: Gap) => string): Buffer {
  return bytesOf(form.map((piece, index) => (index % 2 === 0 ? piece : of(names.get(piece)!))).join(''));
}

const encoder = new MimeNode(false, { textEncoding: 'base64' });

/** A header field as nodemailer writes it. @returns '' for one that it leaves out */
export function headerField(
  name: (typeof fieldNames)[number],
  value: Parameters<MimeNode['encodeHeaderValue']>[1],
): string {
  const encoded = encoder.encodeHeaderValue(name, value);
  return encoded.trim() === '' ? '' : foldLines(`${name}: ${encoded}`, 76);
}
