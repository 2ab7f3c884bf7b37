// Runs all tests, or those of the arguments, records every statement that the program gives to a driver, and finds each
// in the statement catalogue. On SQL Server too, with MOBEVO_TEST_MSSQL and MOBEVO_TEST_DATABASE=sqlserver.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileStatement, migrations, statement } from '../dist/src/database/index.js';
import { compileMigrations, compileSchema, createVersionTable } from '../dist/src/database/migrations/compile.js';
import { SqliteDialect } from '../dist/src/database/sqlite/dialect.js';
import { SqlServerDialect } from '../dist/src/database/sqlserver/dialect.js';
import { snapshotStateQuery, transactSql } from '../dist/src/database/sqlserver/run-statement.js';
import { statementCatalogue } from '../dist/src/inspect/statement-catalogue.js';
import { kindIds } from '../dist/src/notifications/index.js';

const dialects = { sqlite: new SqliteDialect(''), sqlserver: new SqlServerDialect('', 'x') };

/** What surrounds statements: transactions, a connection's settings, and the tables of the demo's office. */
const frames = {
  sqlite: [
    /^BEGIN IMMEDIATE$/,
    /^COMMIT$/,
    /^ROLLBACK$/,
    /^PRAGMA (?:busy_timeout = \d+|encoding|journal_mode = WAL|synchronous = FULL|temp_store = FILE)$/,
    /^create (?:table|index) `source_\w+`/,
    /^INSERT INTO source_\w+ \([\w, ]+\) VALUES/,
  ],
  sqlserver: [/^sp_unprepare$/],
};
const prefix =
  /^SET LOCK_TIMEOUT 10000; SET DEADLOCK_PRIORITY LOW;(?: SET TRANSACTION ISOLATION LEVEL (?:SNAPSHOT|READ COMMITTED);)?\n/;
/** What the program appends to a read or a write. */
const suffixes = [`;\n${snapshotStateQuery}`, ';\nSELECT @@ROWCOUNT AS affected'];
const withoutSuffix = (sql) =>
  suffixes.reduce((left, suffix) => (left.endsWith(suffix) ? left.slice(0, -suffix.length) : left), sql);

const kindList = new RegExp(`IN \\((?:'(?:${kindIds.join('|')})?'(?:, )?)+\\)`, 'g');
/** The query inside the one that reads texts as bytes, on SQLite. */
const asBytes = /^SELECT CASE typeof\([^]+? END AS "\w+" FROM \(([^]*)\)$/;
/** Without the schema and the list of kinds, which depend on the configuration. */
const plain = (sql) =>
  withoutSuffix(sql)
    .replace(asBytes, '$1')
    .replace(prefix, '')
    .replace(/\[\w+\]\.(?=\[)/g, '[x].')
    .replace(/(?<=SCHEMA_ID\(')\w+/g, 'x')
    .replace(kindList, 'IN (kinds)')
    .replace(/(?<!\w)mobevo_notify(?!\w)|test_[\da-f]{12}(?:_base)?/g, 'x');

function catalogueOf(driver) {
  const dialect = dialects[driver];
  const asSent = (compiled) => (driver === 'sqlserver' ? transactSql(compiled) : compiled.sql);
  const lists = ['hold', 'resend'].map((onUnknown) => kindIds.map((id) => ({ id, onUnknown })));
  const ddl = migrations.flatMap((_, from) => compileMigrations(dialect, from));
  const first = compileSchema(dialect, createVersionTable);
  return new Map([
    ...lists
      .flatMap((kinds) => statementCatalogue(dialect, kinds))
      .map((each) => [plain(asSent(compileStatement(each, dialect))), each.name]),
    ...[...first, ...ddl].map((sql) => [
      plain(asSent(compileStatement(statement('', sql), dialect))),
      'database.migration',
    ]),
  ]);
}

const folder = mkdtempSync(join(tmpdir(), 'mobevo-statements-'));
const file = join(folder, 'statements.ndjson');
writeFileSync(file, '');
const preload = fileURLToPath(new URL('../test/helpers/record-statements.cjs', import.meta.url));
const { status } = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: {
    ...process.env,
    MOBEVO_RECORD_STATEMENTS: file,
    NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --require ${JSON.stringify(preload)}`.trim(),
  },
});
const recorded = readFileSync(file, 'utf8')
  .trim()
  .split('\n')
  .filter(Boolean)
  .map((line) => JSON.parse(line));
rmSync(folder, { recursive: true });

const ofTests = recorded.filter(({ driver }) => driver === 'test');
let unknown = 0;
for (const driver of Object.keys(dialects)) {
  const known = catalogueOf(driver);
  const tests = new Set(
    ofTests.map(({ sql }) => {
      const compiled = compileStatement(statement('', sql), dialects[driver]);
      return plain(driver === 'sqlserver' ? transactSql(compiled) : compiled.sql);
    }),
  );
  const sent = new Set(
    recorded
      .filter((each) => each.driver === driver && !frames[driver].some((frame) => frame.test(each.sql)))
      .map(({ sql }) => plain(sql))
      .filter((sql) => !tests.has(sql)),
  );
  const strange = [...sent].filter((sql) => !known.has(sql));
  const names = new Set([...sent].map((sql) => known.get(sql)).filter((name) => name !== undefined));
  const unsent = [...new Set(known.values())].filter((name) => !names.has(name));
  console.log(
    `${driver}: ${names.size} of ${new Set(known.values()).size} named statements were sent, ${strange.length} that are not in the catalogue`,
  );
  if (names.size > 0 && unsent.length > 0) console.log(`  never sent: ${unsent.join(', ')}`);
  for (const sql of strange) console.log(`  not in the catalogue: ${sql.replace(/\s+/g, ' ').slice(0, 300)}`);
  unknown += strange.length;
}
process.exitCode = status === 0 && unknown === 0 ? 0 : 1;
