import { afterEach, expect, test } from 'vitest';
import { recordStatements } from '../../bench/measure/recorder.js';
import { Secret } from '../../src/config/secret.js';
import { connect } from '../../src/database/index.js';
import { serverSettings } from '../../src/database/sqlserver/settings.js';
import { loadRunState } from '../../src/outbox/index.js';
import { onSqlServer, TestOffice } from '../helpers/office.js';
import { isRequest, TdsProxy } from '../helpers/tds-proxy.js';

const daily = { notifications: { 'audit-completed': true }, schedule: { every: '1 day', startAt: '00:00' } };

let office: TestOffice;
afterEach(() => {
  office.close();
});

test('A run with nothing due issues one statement', async () => {
  office = new TestOffice(daily.notifications, { schedule: daily.schedule });
  await office.run();
  const statements: string[] = [];
  const database = recordStatements(await connect(office.config.database), statements);
  try {
    const { version, states, hasMessages } = await loadRunState(database, office.config.kinds, undefined);
    expect({ version: version! > 0, kinds: [...states.keys()], hasMessages }).toEqual({
      version: true,
      kinds: ['audit-completed'],
      hasMessages: false,
    });
    expect(statements).toHaveLength(1);
  } finally {
    await database.close();
  }
});

test.skipIf(!onSqlServer)('SQL Server: a run with nothing due takes one connection and three round trips', async () => {
  office = new TestOffice(daily.notifications, { schedule: daily.schedule });
  await office.run();
  const text = process.env['MOBEVO_TEST_MSSQL']!;
  const { server, port } = serverSettings({ connection: new Secret(text) }).pool;
  const proxy = await TdsProxy.start({ server, port: port! });
  try {
    const connection = `${text.replace(/(server|data source)\s*=[^;]*/i, `Server=127.0.0.1,${proxy.port}`)};Encrypt=false`;
    office.settings = { ...office.settings, database: { ...office.database.setting, connection } };
    let requests = 0;
    proxy.disconnectRule = (packet) => {
      requests += isRequest(packet) ? 1 : 0;
      return undefined;
    };
    expect(await office.run()).toMatchObject({ exitCode: 0, kinds: [{ due: false }] });
    expect({ connections: proxy.connections, requests }).toEqual({ connections: 1, requests: 3 });
    expect(office.rows('SELECT COUNT(*) AS count FROM runs')).toMatchObject([{ count: 2 }]);
  } finally {
    proxy.close();
  }
});
