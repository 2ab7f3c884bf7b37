import { randomBytes } from 'node:crypto';
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
  ['in Base64 over two lines with an enhanced code', bytes.toString('base64').replace(/^.{9}/, '$&\r\n535-5.7.8 ')],
  ['as it is over two lines', secret.replace(/^.{4}/, '$&\r\n535-')],
  ['percent-encoded over two lines', encodeURIComponent(secret).replace(/^.{4}/, '$&\n535 5.7.8 ')],
  ['in Base64', bytes.toString('base64')],
  ['in Base64 for URLs', bytes.toString('base64url')],
])('A secret %s is masked, and the text around it is kept', (_, form) => {
  expect(maskSecrets(`535 no: ${form} is wrong`, [secret])).toBe('535 no: *** is wrong');
});

test('The letters of a percent-encoded secret keep their case', () => {
  expect(maskSecrets('A%2bb', ['A+b'])).toBe('***');
  expect(maskSecrets('a%2bb', ['A+b'])).toBe('a%2bb');
});

test('A secret that looks like the code of a line is masked', () => {
  expect(maskSecrets('535 no: 123-tajne', ['123-tajne'])).toBe('535 no: ***');
  expect(maskSecrets('535-x 123-ta\r\n535 jne', ['123-tajne'])).toBe('535-x ***');
});

test('Access tokens of 4,000 characters, each of them new, do not delay a reply', () => {
  const start = performance.now();
  for (let count = 0; count < 20; count += 1) {
    const token = randomBytes(3000).toString('base64');
    const folded = Buffer.from(token)
      .toString('base64')
      .replace(/.{500}/g, '$&\r\n535-5.7.8 ');
    expect(maskSecrets(`535 ${folded}`, [`user=a\x01auth=Bearer ${token}\x01\x01`, token])).toBe('535 ***');
  }
  expect(performance.now() - start).toBeLessThan(2000);
});
