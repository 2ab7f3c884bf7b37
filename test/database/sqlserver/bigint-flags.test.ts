import { expect, test } from 'vitest';
import { onSqlServer, TestOffice, winter } from '../../helpers/office.js';
import { SqlServerOffice } from '../../helpers/sqlserver-office.js';

// The drivers return a bigint as text, and the text '0' is true in JavaScript.
test.skipIf(!onSqlServer)('A user whom a bigint calls not blocked gets mails, and a blocked one does not', async () => {
  const office = new TestOffice({ 'audit-completed': { since: winter('11-24 00:00') } });
  try {
    const { database } = office;
    if (!(database instanceof SqlServerOffice)) throw new TypeError('not on SQL Server');
    database.send(`ALTER TABLE [${database.schema}].[source_users] ALTER COLUMN is_blocked bigint`);
    const users = [office.user('Anna'), office.user('Jan', 'jan@biuro.example', { is_blocked: 1 })];
    office.audit(office.client('Firma', { client: users }), winter('11-24 08:00'));
    const mails = await office.runAndRead(winter('11-24 09:00'));
    expect(mails.map(({ to }) => to)).toEqual(['anna@biuro.example']);
  } finally {
    office.close();
  }
});
