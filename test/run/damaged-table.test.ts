import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { onSqlServer, TestOffice, winter } from '../helpers/office.js';

let office: TestOffice;
afterEach(() => {
  office.close();
});

/** Overwrites the first page of a table in the file. */
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
