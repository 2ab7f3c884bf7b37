import fc from 'fast-check';
import { simpleParser, type AddressObject } from 'mailparser';
import MailComposer from 'nodemailer/lib/mail-composer';
import { expect, test } from 'vitest';
import { oneLine } from '../../src/mail/render/render.js';
import { addressLines, compose, nodemailerOptions, type ComposeInput } from '../../src/mail/compose.js';

const logo = { bytes: Buffer.from([137, 80, 78, 71, 13, 10, 26, 10, 0, 1]), type: 'image/png', width: 160 } as const;

const composed = async (input: ComposeInput) =>
  `${addressLines(input)}${(await new MailComposer(nodemailerOptions(input)).compile().build()).toString()}`;

const piece = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.constantFrom(
    '\r\n',
    '\n',
    '\r',
    '\0',
    ' \n',
    '=?utf-8?B?',
    'To: a@b.example',
    '$&',
    'x'.repeat(76),
    'ż'.repeat(57),
    'x'.repeat(300),
  ),
);
const any = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''));
const oneOf = (...texts: string[]) => fc.constantFrom(...texts);

const inputs = fc.record({
  mailbox: fc.record({
    from: oneOf('biuro@klos.example', 'biuro@ŁÓDŹ.example'),
    fromName: oneOf('Biuro Kłos', 'Office, "the" one'),
  }),
  to: fc.record({
    address: oneOf('z@klos.example', 'żaneta@klos.example', 'a.b@łódź.example'),
    name: fc.oneof(any, fc.constant(null)),
  }),
  kind: fc.constantFrom('absences' as const, 'audit-completed' as const),
  kindName: oneOf('Nieobecności', 'Absences'),
  mail: fc.record({
    subject: fc.oneof(any, fc.constant('')),
    text: fc.oneof(any, fc.constant('')),
    html: any.map((html) => `<p>${html}</p>`),
  }),
  logo: fc.constantFrom(undefined, logo),
  messageId: fc.nat(99).map((id) => `<${id}@klos.example>`),
  date: fc.date({ min: new Date('2026-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }),
});

test('The bytes of a mail equal those of nodemailer', async () => {
  await fc.assert(
    fc.asyncProperty(inputs, async (input) => {
      expect(compose(input).toString()).toBe(await composed(input));
    }),
    { numRuns: 1000 },
  );
});

const headerText = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 20 }),
      fc.constantFrom(
        '=?utf-8?B?DQpUbzogeEB5?=',
        '=?utf-8?Q?=0D=0AA?=',
        '=?',
        '?=',
        ' ',
        '"',
        '\\',
        ', ',
        '<a@b.pl>',
        'ż',
      ),
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map((pieces) => oneLine(pieces.join('')))
  .filter((text) => text !== '');

test('Subject and names decode to exactly what went in, also where they look like an encoded word', async () => {
  await fc.assert(
    fc.asyncProperty(headerText, headerText, headerText, async (subject, toName, fromName) => {
      const parsed = await simpleParser(
        compose({
          mailbox: { from: 'biuro@klos.example', fromName },
          to: { address: 'z@łódź.example', name: toName },
          kind: 'absences',
          kindName: 'Nieobecności',
          mail: { subject, text: 'x', html: '<p>x</p>' },
          messageId: '<1@klos.example>',
          date: new Date(),
        }),
      );
      const to = Array.isArray(parsed.to) ? parsed.to[0]! : parsed.to!;
      expect(parsed.subject).toBe(subject);
      expect(parsed.from!.value).toMatchObject([{ name: fromName, address: 'biuro@klos.example' }]);
      expect(to.value).toMatchObject([{ name: toName }]);
    }),
    { numRuns: 100 },
  );
});

test.each(['=?utf-8?B?DQpCY2M6IG9iY3lAemx5LmV4YW1wbGU=?=', 'Żółw =?utf-8?Q?=0D=0ABcc:_x?= s.c.', 'x =?', '=?='])(
  'A text that looks like an encoded word, %s, is encoded in subject and names, and never inside quotes',
  async (text) => {
    const raw = compose({
      mailbox: { from: 'biuro@klos.example', fromName: text },
      to: { address: 'z@klos.example', name: text },
      kind: 'absences',
      kindName: 'Absences',
      mail: { subject: text, text: 'x', html: '<p>x</p>' },
      messageId: '<1@klos.example>',
      date: new Date('2026-11-24T06:00:00Z'),
    });
    const { subject, to, from } = await simpleParser(raw);
    expect(subject).toBe(text);
    expect(from!.value[0]!.name).toBe(text);
    expect((to as AddressObject).value[0]!.name).toBe(text);
    // RFC 2047 allows no encoded word in a quoted string. mailparser decodes it there all the same.
    expect(raw.toString()).not.toMatch(/"=\?/);
  },
);
