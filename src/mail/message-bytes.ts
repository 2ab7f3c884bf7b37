import { encode } from 'nodemailer/lib/base64';
import type MimeNode from 'nodemailer/lib/mime-node';

/**
 * The message a tree of nodemailer's stands for. Its own `build` writes the same through streams that take three turns
 * of the event loop a part.
 * @param bodyOf what stands for the content of a part
 * @throws TypeError for content that is not at hand, or in an encoding this program does not use
 */
export function messageText(node: MimeNode, bodyOf: (part: MimeNode) => string = bodyText): string {
  const headers = node.buildHeaders();
  const body =
    node.childNodes.length === 0
      ? bodyOf(node)
      : `${node.childNodes.map((child) => `--${node.boundary}\r\n${messageText(child, bodyOf)}\r\n`).join('')}--${node.boundary}--\r\n`;
  return `${headers}\r\n\r\n${body}`;
}

export function bodyText(node: MimeNode): string {
  const { content } = node;
  if (content === undefined || content === '') return '';
  const encoding = node.getTransferEncoding();
  if (encoding === '7bit' && typeof content === 'string') return content;
  if (encoding === 'base64' && (typeof content === 'string' || Buffer.isBuffer(content))) return base64Lines(content);
  throw new TypeError(
    `a part of a mail is ${encoding === false ? 'in no encoding' : encoding}, or its content is not at hand`,
  );
}

/** RFC 2045, 6.8. */
const lineLength = 76;

/** nodemailer's `wrap` does the same with a regular expression, in twice the time. */
export function base64Lines(content: string | Buffer): string {
  const text = encode(content);
  const lines: string[] = [];
  for (let start = 0; start < text.length; start += lineLength) lines.push(text.slice(start, start + lineLength));
  return lines.join('\r\n');
}

/** A message ends with a line's end. */
export function bytesOf(text: string): Buffer {
  return Buffer.from(text.endsWith('\n') ? text : `${text}${text.endsWith('\r') ? '' : '\r'}\n`);
}
