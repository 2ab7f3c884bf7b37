import { z } from 'zod';
import { configSchema } from './config/index.js';
import { statementsFrom } from './database/index.js';
import { migrations } from './database/migrations/index.js';
import { sqlserverDdl } from './database/sqlserver-dialect.js';
import { expand } from './database/statement.js';
import { contractDdl } from './source/index.js';

/** Files of the package that are made from the code, by path; `npm run generate` writes them, a test compares them. */
export function generatedFiles(): Record<string, string> {
  return {
    'docs/config.schema.json': `${JSON.stringify(z.toJSONSchema(configSchema, { io: 'input', unrepresentable: 'any' }), null, 2)}\n`,
    'sql/sqlite/source-contract.sql': script('The source contract as tables: what the demo office implements.', contractDdl('sqlite')),
    'sql/sqlserver/source-contract.sql': script('The source contract as tables: the columns and types that your views must have.', contractDdl('sqlserver')),
    'sql/sqlserver/state.sql': script(
      'State tables of mobevo-notify, for a login that may create tables; run once.',
      [...statementsFrom(0, sqlserverDdl.ddl), `INSERT INTO {migrations} (version, applied_at) VALUES (${migrations.length}, SYSUTCDATETIME())`]
        .map((statement) => expand(statement, sqlserverDdl))),
  };
}

function script(title: string, statements: readonly string[]): string {
  const tidy = statements.map((statement) => `${statement.replace(/\n {4}(?=\S)/g, '\n').replace(/ +$/gm, '').trim()};`);
  return `-- ${title}\n-- Made by: npm run generate\n\n${tidy.join('\n\n')}\n`;
}
