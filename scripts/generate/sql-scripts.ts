import { contractTables } from '../../demo/contract-tables.js';
import { compileSchema, createVersionTable } from '../../src/database/migrations/compile.js';
import { migrations } from '../../src/database/migrations/index.js';

const schema = 'mobevo_notify';
const versions = `[${schema}].[migrations]`;
const target = { name: 'sqlserver', schema } as const;

/** The source contract as tables, for one database. */
export function contractScript(title: string, name: 'sqlite' | 'sqlserver'): string {
  return `${head(title)}${contractTables({ name, schema: name === 'sqlite' ? undefined : schema })
    .map(readable)
    .join('\n\n')}\n`;
}

/**
 * The state tables for sqlcmd: batches that end with GO. Each migration runs only where it has not run, so that the
 * script of a newer version brings older tables up to date.
 */
export function stateScript(): string {
  const steps = migrations.map((migration, index) => {
    const version = index + 1;
    return [
      `IF NOT EXISTS (SELECT 1 FROM ${versions} WHERE version = ${version})`,
      'BEGIN TRY',
      'BEGIN TRANSACTION;',
      [
        ...compileSchema(target, migration),
        `INSERT INTO ${versions} (version, applied_at) VALUES (${version}, SYSUTCDATETIME())`,
      ]
        .map(readable)
        .join('\n\n'),
      'COMMIT;',
      'END TRY',
      // XACT_ABORT alone does not stop at what sp_rename raises.
      'BEGIN CATCH',
      'IF @@TRANCOUNT > 0 ROLLBACK;',
      'THROW;',
      'END CATCH',
    ].join('\n');
  });
  const batches = [
    'SET QUOTED_IDENTIFIER ON;\nSET XACT_ABORT ON;',
    ...compileSchema(target, (builder) => {
      builder.createSchema();
    }),
    `IF OBJECT_ID('${versions}') IS NULL\n${compileSchema(target, createVersionTable).map(readable).join('\n')}`,
    ...steps,
  ];
  return `${head(
    'State tables of mobevo-notify, for a login that may create tables; made once, and again for each newer version.',
  )}${batches.map((batch) => `${batch}\nGO\n`).join('\n')}`;
}

function head(title: string): string {
  return `-- ${title}\n-- Made by: npm run generate\n\n`;
}

/** A statement with its semicolon; `CREATE TABLE` with one column per line. */
function readable(statement: string): string {
  const [, create, columns, options] = /^(create table \S+) \((.*)\)([^)]*)$/i.exec(statement) ?? [];
  if (create === undefined || columns === undefined) return `${statement};`;
  const lines = columns.split(/, (?![^(]*\))/).map((column) => `  ${column}`);
  return `${create} (\n${lines.join(',\n')}\n)${options ?? ''};`;
}
