import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import { onSqlServer, TestOffice, winter } from '../helpers/office.js';
import { plainMailbox, startSmtp } from '../helpers/smtp.js';

const connections = 2;

let office: TestOffice;
afterEach(() => {
  office.close();
});

/** Overwrites one page of a table or an index: its first, or that with the greatest key in which a text stands. */
function damage(table: string, text?: string): void {
  office.db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  const [{ page, size }] = office.rows<{ page: number; size: number }>(
    'SELECT rootpage AS page, (SELECT page_size FROM pragma_page_size) AS size FROM sqlite_master WHERE name = ?',
    table,
  ) as [{ page: number; size: number }];
  const file = openSync(join(office.directory, 'office.db'), 'r+');
  const read = (number: number) => {
    const bytes = Buffer.alloc(size);
    readSync(file, bytes, 0, size, (number - 1) * size);
    return bytes;
  };
  const damaged = text === undefined ? page : childrenOf(read(page)).findLast((child) => read(child).includes(text))!;
  writeSync(file, Buffer.alloc(size, 0xa5), 0, size, (damaged - 1) * size);
  closeSync(file);
}

/** The pages below an interior page of an index, in the order of their keys: SQLite's file format, 1.6. */
function childrenOf(page: Buffer): number[] {
  expect(page[0]).toBe(2);
  const cells = Array.from({ length: page.readUInt16BE(3) }, (_, index) => page.readUInt16BE(12 + 2 * index));
  return [...cells.map((cell) => page.readUInt32BE(cell)), page.readUInt32BE(8)];
}

test.skipIf(onSqlServer).each([
  ['source_audits', ['documents-delivered']],
  ['source_document_deliveries', ['audit-completed']],
])('A damaged table, %s, stops only the kind that reads it, and is named for what it is', async (table, sent) => {
  office = new TestOffice({
    'audit-completed': { since: winter('11-24 00:00') },
    'documents-delivered': { since: winter('11-24 00:00') },
  });
  await office.run(winter('11-24 07:00'));
  const anna = office.user('Anna');
  const client = office.client('Firma', { client: [anna], accounting: [anna] });
  office.audit(client, winter('11-24 08:00'));
  office.delivery(client, winter('11-24 08:00'));
  damage(table);
  const report = await office.run(winter('11-24 09:00'));
  expect(report.exitCode).toBe(78);
  expect(report.errors.map(({ code }) => code)).toContain('DATABASE_DAMAGED');
  expect((await office.newMails()).map(({ kind }) => kind)).toEqual(sent);
});

test
  .skipIf(onSqlServer)
  .each(['messages', 'messages_by_state', 'message_events', 'attempts', 'attempts_by_start', 'mail_accounts'])(
  'While %s is damaged, no mail fails, and none is sent again but those that each connection had in hand',
  async (table) => {
    const peer = await startSmtp();
    onTestFinished(() => peer.close());
    const mailbox = (port: number) => plainMailbox(port, { connections });
    office = new TestOffice({ 'audit-completed': { since: winter('11-24 00:00') } }, { mailbox: mailbox(1) });
    for (let index = 1; index <= 30; index += 1)
      office.audit(office.client(`Firma ${index}`, { client: [office.user(`osoba${index}`)] }), winter('11-24 08:00'));
    await office.run(winter('11-24 09:00'));
    damage(table);
    office.settings = { ...office.settings, mailbox: mailbox(peer.port) };
    const runs = ['10:00', '12:00', '14:00', '16:00'];
    for (const time of runs) {
      // A state that cannot be read at all ends the run before it has a report.
      const report = await office
        .run(winter(`11-24 ${time}`))
        .catch((error: unknown) => ({ errors: [error], kinds: [] }));
      expect(report.errors).toContainEqual(expect.objectContaining({ code: 'DATABASE_DAMAGED' }));
      expect(report.kinds.filter(({ failed }) => failed > 0)).toEqual([]);
    }
    expect(peer.received.length).toBeLessThanOrEqual(connections * runs.length);
  },
);

test.skipIf(onSqlServer)(
  'If outcomes cannot be recorded, a run ends with the mails that its connections have in hand',
  async () => {
    const peer = await startSmtp();
    onTestFinished(() => peer.close());
    office = new TestOffice(
      { 'audit-completed': { since: winter('11-24 00:00') } },
      { mailbox: plainMailbox(peer.port, { connections }) },
    );
    await office.run(winter('11-24 07:00'));
    const at = winter('11-23 08:00');
    office.change(
      `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
     INSERT INTO messages (idempotency_key, kind, slot, recipient, state, created_at, finished_at)
     SELECT 'x' || i, 'audit-completed', ?, 'user:1', CASE WHEN i % 2 = 0 THEN 'sent' ELSE 'skipped' END, ?, ? FROM n`,
      at,
      at,
      at,
    );
    for (let index = 1; index <= 30; index += 1)
      office.audit(office.client(`Firma ${index}`, { client: [office.user(`osoba${index}`)] }), winter('11-24 08:00'));
    damage('messages_by_state', 'sent');
    const report = await office.run(winter('11-24 09:00'));
    expect(report).toMatchObject({
      exitCode: 78,
      errors: [{ code: 'DATABASE_DAMAGED' }],
      kinds: [{ planned: 30, sent: 0 }],
    });
    expect(peer.received.length).toBeGreaterThan(0);
    expect(peer.received.length).toBeLessThanOrEqual(connections);
  },
);

test.skipIf(onSqlServer).each(['runs', 'issue_reports'])(
  'While %s is damaged, which no delivery needs, mails are sent, and the damage is told',
  async (table) => {
    office = new TestOffice({ 'audit-completed': { since: winter('11-24 00:00') } });
    await office.run(winter('11-24 07:00'));
    office.audit(office.client('Firma', { client: [office.user('Anna')] }), winter('11-24 08:00'));
    office.audit(office.client('Sierota'), winter('11-24 08:00'));
    damage(table);
    const report = await office.run(winter('11-24 09:00'));
    expect(report).toMatchObject({ exitCode: 78, errors: [{ code: 'DATABASE_DAMAGED' }] });
    expect(await office.newMails()).toHaveLength(1);
  },
);
