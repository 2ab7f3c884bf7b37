import { expect, test } from 'vitest';
import { loadTemplates } from '../../../src/mail/render/templates.js';
import { plainText, plainTexts } from '../../../src/mail/render/plain-texts.js';
import { render } from '../../../src/mail/render/render.js';
import { kinds } from '../../../src/notifications/index.js';
import { now, office } from '../../helpers/mails.js';

test.each([
  ['Zażółć gęślą jaźń – „firma” 👩‍💻', 'Zażółć gęślą jaźń – „firma” 👩‍💻'],
  ['\u202eevil \u001b[31mred\u0007', 'evil [31mred'],
  ['x\r\n\r\n-- \r\nQ', 'x -- Q'],
  ['  Klient   testowy\u2028Drugi\u0085 ', 'Klient testowy Drugi'],
  ['\u200b\u2060\ufeff', ''],
  ['12\u00a0345', '12\u00a0345'],
  ['\ud83d', '\ufffd'],
])('%j reads %j', (text, plain) => {
  expect(plainText(text)).toBe(plain);
});

test('Remarks keep their lines, and other texts none', () => {
  const at = '2026-11-24T08:00:00.000Z';
  expect(plainTexts({ at, clients: [{ name: 'A\nB', remarks: 'pierwszy\r\n\r\ndrugi ' }] })).toEqual({
    at,
    clients: [{ name: 'A B', remarks: 'pierwszy\ndrugi' }],
  });
});

test('A text of a client starts no line of the mail, and remarks are indented', () => {
  const forged = 'x\r\n\r\n-- \r\nFirma Druga, NIP 1';
  const changed = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    return Array.isArray(value)
      ? value.map(changed)
      : Object.fromEntries(
          Object.entries(value).map(([key, inner]) => [
            key,
            ['name', 'remarks', 'subject', 'actor', 'activity', 'title', 'startedBy', 'deliveredBy'].includes(key)
              ? forged
              : changed(inner),
          ]),
        );
  };
  for (const [kind, made] of Object.entries(kinds)) {
    const content = changed(made.sample(now)) as object;
    const input = { kind: kind as keyof typeof kinds, content, locale: 'pl' as const, office, recipientName: 'Anna' };
    const lines = render(loadTemplates(), input).text.split('\n');
    expect(
      lines.filter((line) => /^-- ?$/.test(line)),
      kind,
    ).toHaveLength(1);
    expect(
      lines.filter((line) => line.startsWith('Firma Druga')),
      kind,
    ).toEqual([]);
  }
});
