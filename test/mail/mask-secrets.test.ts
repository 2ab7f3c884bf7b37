import { expect, test } from 'vitest';
import { maskSecrets } from '../../src/mail/mask-secrets.js';

const secret = 'Zażółć A+b/"ć"=';
const bytes = Buffer.from(secret);

test.each([
  ['as it is', secret],
  ['in upper case', secret.toUpperCase()],
  ['in lower case', secret.toLowerCase()],
  ['percent-encoded', encodeURIComponent(secret)],
  ['percent-encoded in lower case', encodeURIComponent(secret).replace(/%[0-9A-F]{2}/g, (byte) => byte.toLowerCase())],
  ['of a form', new URLSearchParams({ '': secret }).toString().slice(1)],
  ['in JSON', JSON.stringify(secret).slice(1, -1)],
  ['with a backslash before each sign', String.raw`Zażółć\ A\+b\/\"ć\"\=`],
  ['in HTML', 'Zażółć A+b/&quot;ć&quot;='],
  ['in hexadecimal', bytes.toString('hex')],
  ['in hexadecimal in upper case', bytes.toString('hex').toUpperCase()],
  ['in Base64 over two lines of a reply', bytes.toString('base64').replace(/^.{9}/, '$&\r\n535-')],
  ['in Base64', bytes.toString('base64')],
  ['in Base64 for URLs', bytes.toString('base64url')],
])('A secret %s is masked, and the text around it is kept', (_, form) => {
  expect(maskSecrets(`535 no: ${form} is wrong`, [secret])).toBe('535 no: *** is wrong');
});

test('The letters of a percent-encoded secret keep their case', () => {
  expect(maskSecrets('A%2bb', ['A+b'])).toBe('***');
  expect(maskSecrets('a%2bb', ['A+b'])).toBe('a%2bb');
});
