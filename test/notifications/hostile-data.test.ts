import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkConfig } from '../../src/config/index.js';
import { kinds } from '../../src/notifications/index.js';
import { loadTemplates } from '../../src/mail/render/templates.js';
import type { AuditContent } from '../../src/notifications/audit-completed/content.js';
import { composeMail } from '../../src/compose/compose-mail.js';
import { contract, type ViewName } from '../../src/source/index.js';
import { isUsableAddress } from '../../src/address.js';
import { onSqlServer, parseMail, TestOffice, winter } from '../helpers/office.js';
import { startScripted, type ScriptedServer } from '../helpers/scripted-smtp.js';
import { plainMailbox } from '../helpers/smtp.js';

const evil = fc.constantFrom(
  '\r\nBcc: obcy@zly.example\r\n',
  '\nSubject: x',
  '\r\n\r\n.\r\nMAIL FROM:<x@y>',
  '\0',
  '\u202e',
  '\u2028',
  '\u2066',
  '\u0085',
  '<script>alert(1)</script>',
  '{{office.name}}',
  '{{{lookup this "constructor"}}}',
  '{{> layout/html}}',
  '"><img src=x onerror=alert(1)>',
  'obcy@zly.example, ',
  '<obcy@zly.example>',
  '=?utf-8?q?=0ABcc:_x?=',
  'file:///etc/passwd',
  'http://127.0.0.1:1/x',
  '(comment)',
  '"quoted"@b.example',
  'józef@bücher.example',
  'x'.repeat(10_000),
);
const text = fc
  .array(
    fc.oneof({ weight: 2, arbitrary: evil }, { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 30 }) }),
    { minLength: 1, maxLength: 5 },
  )
  .map((parts) => parts.join(''));

const config = checkConfig(
  kinds,
  '/nowhere/mobevo-notify.config.json',
  {
    database: { client: 'sqlite', file: 'x' },
    office: { name: 'Biuro', panelUrl: 'https://biuro.mobevo.example' },
    mailbox: { from: 'p@biuro.example', pickupDirectory: 'x' },
    notifications: { 'audit-completed': true },
  },
  {},
);
const templates = loadTemplates();
const headersOf = (raw: Buffer) =>
  raw
    .toString('latin1')
    .slice(0, raw.indexOf('\r\n\r\n'))
    .replace(/\r\n[ \t]/g, ' ')
    .split('\r\n');
const names = (raw: Buffer) =>
  headersOf(raw)
    .map((line) => line.split(':')[0]!)
    .sort();

function compose(data: string, officeName = 'Biuro') {
  const content: AuditContent = {
    clients: [
      {
        client: { name: data, taxId: data },
        audits: [
          {
            period: data,
            occurredAt: '2026-11-24T08:00:00.000Z',
            startedBy: data,
            errors: 1,
            warnings: 1,
            reportUrl: data,
            findings: [{ code: data, title: data, severity: 'error', count: 1 }],
            moreFindings: 0,
          },
        ],
      },
    ],
    clientCount: 1,
    total: 1,
    withErrors: 1,
    uncounted: 0,
    more: 0,
  };
  const { mailbox, office } = config;
  return composeMail(
    templates,
    { mailbox: { ...mailbox, fromName: officeName }, office: { ...office, name: officeName } },
    {
      kind: 'audit-completed',
      content,
      recipient: { address: 'anna@biuro.example', name: data, locale: 'pl' },
      messageId: '<1@biuro.example>',
      date: new Date(0),
      from: mailbox.from,
    },
  );
}

test('Hostile data changes neither the headers nor the recipient of a mail, and no template in it is run', async () => {
  const plain = names(compose('Firma').raw);
  await fc.assert(
    fc.asyncProperty(text, text, async (data, officeName) => {
      const { raw, rendered } = compose(data, officeName);
      expect(names(raw)).toEqual(plain);
      const { parsed } = await parseMail(raw);
      expect(parsed.to).toMatchObject({ value: [{ address: 'anna@biuro.example' }] });
      expect(parsed.cc ?? parsed.bcc).toBeUndefined();
      expect(parsed.attachments).toEqual([]);
      expect(rendered.subject).not.toMatch(/[\r\n\0]/);
      expect(rendered.html).not.toContain('<script>');
      expect(rendered.html).not.toMatch(/<img src=x/);
      // A longer text is shortened and may lose the placeholder.
      if (data.length < 1000 && data.includes('{{office.name}}')) expect(rendered.text).toContain('{{office.name}}');
    }),
    { numRuns: 60 },
  );
}, 120_000);

test('An accepted address is one plain address without header, comment or list', () => {
  fc.assert(
    fc.property(text, fc.constantFrom('', '@biuro.example', 'anna@biuro.example'), (data, address) => {
      for (const candidate of [data + address, address + data]) {
        if (isUsableAddress(candidate)) expect(candidate).toMatch(/^[^\s\p{Cc}@,;:<>()"\\]+@[^\s\p{Cc}@,;:<>()"\\]+$/u);
      }
    }),
    { numRuns: 1_000 },
  );
});

let office: TestOffice;
let peer: ScriptedServer;
beforeEach(async () => {
  peer = await startScripted();
  office = new TestOffice(
    { 'audit-completed': { since: winter('11-24 00:00') } },
    { mailbox: plainMailbox(peer.port) },
  );
});
afterEach(async () => {
  office.close();
  await peer.close();
});

/** The part of a text that fits into its column; SQLite columns have no limit. */
function fitToColumn(view: ViewName, column: string, data: string): string {
  if (!onSqlServer) return data;
  const { length } = contract.find(({ name }) => name === view)!.columns.find(({ name }) => name === column)!;
  return data.slice(0, length).replace(/[\ud800-\udbff]$/, '');
}

test('Hostile data in the database adds no recipient and no SMTP command', async () => {
  const sample = fc.sample(text, 40).map((data) => data.replaceAll('\0', ''));
  const emails = sample.map((data) => fitToColumn('source_users', 'email', data));
  office.inBulk(() => {
    sample.forEach((data, index) => {
      const user = office.user(fitToColumn('source_users', 'display_name', data), `osoba${index}@biuro.example`);
      office.audit(
        office.client(fitToColumn('source_clients', 'name', data), { client: [user] }),
        winter('11-24 08:00'),
        {
          started_by: fitToColumn('source_audits', 'started_by', data),
          report_url: fitToColumn('source_audits', 'report_url', data),
        },
      );
      office.audit(office.client('Firma', { client: [office.user('Zły', emails[index])] }), winter('11-24 08:00'));
    });
  });
  await office.run(winter('11-24 09:00'));
  const own = sample.map((_, index) => `osoba${index}@biuro.example`);
  const usable = emails.map((data) => data.trim()).filter((data) => isUsableAddress(data));
  expect(peer.received.map(({ to }) => to[0]!).sort()).toEqual([...own, ...usable].sort());
  expect(
    peer.commands.filter(
      (line) => !/^(EHLO|MAIL FROM:<powiadomienia@biuro\.example>|RCPT TO:|DATA|RSET|QUIT)/.test(line),
    ),
  ).toEqual([]);
});
