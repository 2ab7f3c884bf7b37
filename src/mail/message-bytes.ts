import { encode, wrap } from 'nodemailer/lib/base64';
import type MimeNode from 'nodemailer/lib/mime-node';

/**
 * The message a tree of nodemailer's stands for. Its own `build` writes the same bytes through streams that take
 * three turns of the event loop a part.
 * @throws TypeError for content that is not at hand, or in an encoding this program does not use
 */
export function messageBytes(root: MimeNode): Buffer {
  const text = partText(root);
  return Buffer.from(text.endsWith('\n') ? text : `${text}${text.endsWith('\r') ? '' : '\r'}\n`);
}

function partText(node: MimeNode): string {
  const headers = node.buildHeaders();
  const body = node.childNodes.length === 0 ? bodyText(node)
    : `${node.childNodes.map((child) => `--${node.boundary}\r\n${partText(child)}\r\n`).join('')}--${node.boundary}--\r\n`;
  return `${headers}\r\n\r\n${body}`;
}

function bodyText(node: MimeNode): string {
  const { content } = node;
  if (content === undefined || content === '') return '';
  const encoding = node.getTransferEncoding();
  if (encoding === '7bit' && typeof content === 'string') return content;
  if (encoding === 'base64' && (typeof content === 'string' || Buffer.isBuffer(content))) return wrap(encode(content));
  throw new TypeError(`a part of a mail is ${encoding === false ? 'in no encoding' : encoding}, or its content is not at hand`);
}
