// Loads the demo office into the SQL Server database of MOBEVO_TEST_MSSQL, and runs the command twice: the second run
// finds nothing to send. First deletes all tables in the schema mobevo_demo.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import knex from 'knex';
import { contractTables } from '../dist/demo/contract-tables.js';
import { prepareDemo } from '../dist/demo/index.js';
import { Random } from '../dist/demo/random.js';
import { makeTables } from '../dist/demo/tables.js';
import { Secret } from '../dist/src/config/secret.js';
import { connect, statement } from '../dist/src/database/index.js';
import { compileSchema } from '../dist/src/database/migrations/compile.js';
import { kinds } from '../dist/src/notifications/index.js';

const schema = 'mobevo_demo';
/** SQL Server takes at most 2,100 parameters. */
const rowsPerStatement = 100;
const builder = knex.knex({ client: 'mssql' });

/** Drops the tables of an earlier demo and creates those of the source contract. */
async function createTables(transaction) {
  const old = await transaction.query(
    statement('demo.tables', "SELECT name FROM sys.objects WHERE schema_id = SCHEMA_ID(:schema) AND type = 'U'"),
    { schema },
  );
  for (const { name } of old) await transaction.execute(statement('demo.drop', `DROP TABLE {${name}}`));
  const createSchema = compileSchema(transaction.dialect, (target) => target.createSchema());
  for (const ddl of [...createSchema, ...contractTables(transaction.dialect)])
    await transaction.execute(statement('demo.create', ddl));
}

/**
 * Inserts rows. knex compiles the statements; they run on the program's own connection, which takes named parameters.
 */
async function insertRows(transaction, table, rows) {
  for (let start = 0; start < rows.length; start += rowsPerStatement) {
    const { sql, bindings } = builder(table)
      .withSchema(schema)
      .insert(rows.slice(start, start + rowsPerStatement))
      .toSQL()
      .toNative();
    const integers = bindings.flatMap((value, index) => (typeof value === 'number' ? [`p${index}`] : []));
    await transaction.execute(
      statement('demo.insert', sql.replace(/@(p\d+)/g, ':$1'), { integers }),
      Object.fromEntries(bindings.map((value, index) => [`p${index}`, value])),
    );
  }
}

if (process.env.MOBEVO_TEST_MSSQL === undefined) throw new Error('MOBEVO_TEST_MSSQL holds no connection string.');
const database = await connect({ client: 'sqlserver', schema, connection: new Secret(process.env.MOBEVO_TEST_MSSQL) });
try {
  await database.transaction(async (transaction) => {
    await createTables(transaction);
    for (const [table, rows] of Object.entries(makeTables(new Random(20_261_124), new Date())))
      await insertRows(transaction, table, rows);
  });
} finally {
  await database.close();
}

const file = await prepareDemo(process.cwd(), kinds);
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
