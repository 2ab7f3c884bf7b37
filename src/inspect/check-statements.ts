import type { Config, KindConfig } from '../config/index.js';
import {
  affectsAllKinds,
  inRolledBackTransaction,
  isStateCurrent,
  migrateWithin,
  type Database,
  type Dialect,
  type Statement,
} from '../database/index.js';
import { NotifyError, reasonOf } from '../errors/index.js';
import type { Message } from '../messages/index.js';
import { hasView } from '../source/index.js';
import { ok, skipped, type Check } from './check.js';
import { statementCatalogue } from './statement-catalogue.js';

/** Has the database compile every statement that a run may send. Reads no row and changes nothing. */
export async function checkStatements(database: Database, { kinds }: Config): Promise<Check> {
  const hasState = await isStateCurrent(database);
  // A migration on SQL Server would lock tables of other runs, and need rights that a run does not need.
  if (!hasState && database.dialect.name === 'sqlserver') return skipped('statements', 'stateNotReady');
  const count = hasState
    ? await compileAll(database, kinds)
    : await inRolledBackTransaction(database, async (transaction) => {
        await migrateWithin(transaction);
        return compileAll(transaction, kinds);
      });
  return ok('statements', 'statements', { count });
}

/** @throws NotifyError STATEMENTS_REFUSED, STATE_DAMAGED, or the error of a lost connection */
async function compileAll(database: Database, kinds: readonly KindConfig[]): Promise<number> {
  const hasDeputies = await hasView(database, 'source_deputies');
  const catalogue = statementCatalogue(database.dialect, kinds).filter(
    (statement) => hasDeputies || !tablesOf(statement, database.dialect).includes('source_deputies'),
  );
  const issues: Message[] = [];
  for (const statement of catalogue) {
    try {
      await database.compile(statement);
    } catch (error) {
      if (affectsAllKinds(database.dialect, error)) throw error;
      issues.push(issueOf(statement, database, error));
    }
  }
  if (issues.length > 0) throw new NotifyError('STATEMENTS_REFUSED', { count: issues.length, issues });
  return catalogue.length;
}

/** The tables and views that a statement names. */
function tablesOf({ text }: Statement, dialect: Dialect): string[] {
  const source = typeof text === 'string' ? text : text(dialect);
  return [...new Set([...source.matchAll(/\{(\w+)\}/g)].map(([, table]) => table!))];
}

function issueOf(statement: Statement, { dialect }: Database, error: unknown): Message {
  const { name } = statement;
  const tables = tablesOf(statement, dialect).join(', ');
  const cause = error instanceof NotifyError ? error.cause : error;
  return { code: 'check.statement', args: { name, tables, reason: reasonOf(cause), remedy: remedyOf(cause) } };
}

/** What an administrator can do, by SQL Server's number. */
const remedies: readonly (readonly [readonly number[], Message['code']])[] = [
  [[207, 208], 'check.remedy.contract'],
  [[229, 230], 'check.remedy.rights'],
  [[446, 451, 457, 468], 'check.remedy.collation'],
  [[206, 245, 257, 306, 402, 529, 8114, 8116, 8117], 'check.remedy.type'],
];

function remedyOf(cause: unknown): Message {
  const { number } = cause as { number?: number };
  const found = remedies.find(([numbers]) => number !== undefined && numbers.includes(number));
  return { code: found?.[1] ?? 'check.remedy.report' };
}
