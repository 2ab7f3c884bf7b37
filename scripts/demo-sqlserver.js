// Loads the demo office into the SQL Server database of MOBEVO_TEST_MSSQL, in the schema mobevo_demo, and mails it twice:
// the second time there is nothing left. What is in that schema goes.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { prepareDemo } from '../dist/demo/index.js';
import { Random } from '../dist/demo/random.js';
import { makeTables } from '../dist/demo/tables.js';
import { Secret } from '../dist/src/config/secret.js';
import { connect } from '../dist/src/database/index.js';
import { contractDdl } from '../dist/src/source/index.js';

const schema = 'mobevo_demo';
const rowsPerStatement = 100;

/** Drops the tables of an earlier demo and makes those of the source contract. */
async function makeSchema(transaction) {
  const old = await transaction.query(
    "SELECT name FROM sys.objects WHERE schema_id = SCHEMA_ID(:schema) AND type = 'U'",
    { schema },
  );
  for (const { name } of old) await transaction.execute(`DROP TABLE {${name}}`);
  for (const statement of [...transaction.dialect.ddl.schema(), ...contractDdl('sqlserver', schema)])
    await transaction.execute(statement);
}

async function load(transaction, table, rows) {
  for (let start = 0; start < rows.length; start += rowsPerStatement) {
    const part = rows.slice(start, start + rowsPerStatement).map(Object.entries);
    const values = part.map((row, index) => `(${row.map(([name]) => `:${name}_${index}`).join(', ')})`);
    await transaction.execute(
      `INSERT INTO {${table}} (${part[0].map(([name]) => name).join(', ')}) VALUES ${values.join(', ')}`,
      Object.fromEntries(part.flatMap((row, index) => row.map(([name, value]) => [`${name}_${index}`, value]))),
    );
  }
}

if (process.env.MOBEVO_TEST_MSSQL === undefined) throw new Error('MOBEVO_TEST_MSSQL holds no connection string.');
const database = await connect({ client: 'sqlserver', schema, connection: new Secret(process.env.MOBEVO_TEST_MSSQL) });
try {
  await database.transaction(async (transaction) => {
    await makeSchema(transaction);
    for (const [table, rows] of Object.entries(makeTables(new Random(20_261_124), new Date())))
      await load(transaction, table, rows);
  });
} finally {
  await database.close();
}

const file = prepareDemo(process.cwd());
const config = JSON.parse(readFileSync(file, 'utf8'));
writeFileSync(
  file,
  JSON.stringify({ ...config, database: { client: 'sqlserver', schema, connection: '${MOBEVO_TEST_MSSQL}' } }, null, 2),
);
const command = fileURLToPath(new URL('../bin/mobevo-notify.js', import.meta.url));
for (let round = 0; round < 2; round += 1) {
  const { status } = spawnSync(process.execPath, [command, 'run'], { cwd: dirname(file), stdio: 'inherit' });
  process.exitCode ||= status ?? 1;
}
