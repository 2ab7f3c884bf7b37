import { afterEach, expect, test } from 'vitest';
import { enabledOffice } from '../../helpers/enabled-office.js';
import { onSqlServer, winter, type TestOffice } from '../../helpers/office.js';
import { SqlServerOffice } from '../../helpers/sqlserver-office.js';

let office: TestOffice | undefined;
afterEach(() => {
  office?.close();
});

test.skipIf(!onSqlServer)('The blanks that fill a column of a fixed length belong to no text', async () => {
  office = await enabledOffice();
  const { database } = office;
  if (!(database instanceof SqlServerOffice)) throw new TypeError('not on SQL Server');
  database.send(`ALTER TABLE [${database.schema}].[source_users] ALTER COLUMN locale nchar(10)`);
  database.send(`ALTER TABLE [${database.schema}].[source_clients] ALTER COLUMN name nchar(40)`);
  const [ewa, piotr] = [office.user('Ewa', 'ewa@biuro.example', { locale: 'en' }), office.user('Piotr')];
  for (const guardian of [ewa, piotr])
    office.audit(office.client('Firma', { client: [guardian] }), winter('11-24 08:00'));
  const subjects = (await office.runAndRead(winter('11-24 09:00'))).map(({ subject }) => subject);
  expect(subjects.sort()).toEqual([
    'Audyt wykazał 1 błąd i 2 ostrzeżenia: Firma',
    'The audit found 1 error and 2 warnings: Firma',
  ]);
});
