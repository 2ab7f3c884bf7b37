import fc from 'fast-check';
import MailComposer from 'nodemailer/lib/mail-composer';
import { expect, test } from 'vitest';
import { messageBytes } from '../../src/mail/message-bytes.js';

const mail = {
  from: { name: 'Biuro Kłos', address: 'biuro@klos.example' },
  to: { name: 'Żaneta Śliwa', address: 'z@klos.example' },
  subject: 'Wysłano 3 dokumenty – zażółć gęślą jaźń',
  textEncoding: 'base64' as const,
  messageId: '<1@klos.example>',
  date: new Date('2026-11-24T06:00:00Z'),
  baseBoundary: 'b',
  headers: { 'Auto-Submitted': 'auto-generated' },
};
const long = 'Zażółć gęślą jaźń. '.repeat(4000);

test.each<[string, object]>([
  ['text and HTML', { text: 'Dzień dobry,\ntrzy dokumenty\n', html: '<p>Dzień dobry</p>' }],
  ['plain ASCII', { text: 'short\n', html: '<p>short</p>' }],
  ['long lines', { text: long, html: `<p>${long}</p>` }],
  ['lines that fill base64 lines exactly', { text: 'x'.repeat(57), html: 'y'.repeat(114) }],
  ['empty text', { text: '', html: '<p>a</p>' }],
  ['one part', { text: 'Dzień dobry' }],
  [
    'an inline picture',
    {
      text: 'a',
      html: '<img src="cid:logo">',
      attachments: [
        {
          content: Buffer.from([137, 80, 78, 71, 13, 10]),
          contentType: 'image/png',
          cid: 'logo',
          contentDisposition: 'inline',
        },
      ],
    },
  ],
])('%s: the bytes equal those of nodemailer', async (_, parts) => {
  const compiled = () => new MailComposer({ ...mail, ...parts }).compile();
  expect(messageBytes(compiled()).toString()).toBe((await compiled().build()).toString());
});

const piece = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    '\r\n',
    '\n',
    '\r',
    '\r\n.\r\n',
    '\0',
    ' \n',
    '=20',
    'From x',
    'x'.repeat(57),
    'x'.repeat(76),
    'ż'.repeat(57),
    'x'.repeat(998),
    'x'.repeat(1200),
  ),
);
const any = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));

test('Random texts: the bytes equal those of nodemailer', async () => {
  await fc.assert(
    fc.asyncProperty(any, any, any, async (text, html, subject) => {
      const compiled = () => new MailComposer({ ...mail, subject, text, html }).compile();
      expect(messageBytes(compiled()).toString()).toBe((await compiled().build()).toString());
    }),
    { numRuns: 500 },
  );
});

test('Content that must be fetched is refused', () => {
  const compiled = new MailComposer({ ...mail, text: 'a', attachments: [{ path: '/etc/hostname' }] }).compile();
  expect(() => messageBytes(compiled)).toThrow(TypeError);
});
