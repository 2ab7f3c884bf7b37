import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import { onSqlServer, TestOffice, winter } from '../helpers/office.js';
import { plainMailbox, startSmtp } from '../helpers/smtp.js';

const connections = 2;

let office: TestOffice;
afterEach(() => {
  office.close();
});

/** Overwrites the first page of a table or an index in the file. */
function damage(table: string): void {
  office.db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  const [{ page, size }] = office.rows<{ page: number; size: number }>(
    'SELECT rootpage AS page, (SELECT page_size FROM pragma_page_size) AS size FROM sqlite_master WHERE name = ?',
    table,
  ) as [{ page: number; size: number }];
  const file = openSync(join(office.directory, 'office.db'), 'r+');
  writeSync(file, Buffer.alloc(size, 0xa5), 0, size, (page - 1) * size);
  closeSync(file);
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
