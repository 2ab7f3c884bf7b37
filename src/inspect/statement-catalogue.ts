import type { KindConfig } from '../config/index.js';
import { databaseStatements, type Dialect, type Statement } from '../database/index.js';
import { kindOf, viewsOf } from '../notifications/index.js';
import { outboxStatements } from '../outbox/index.js';
import { sourceStatements } from '../source/index.js';

/** Every statement that the program can issue with these kinds enabled, except migrations; one of each name. */
export function statementCatalogue(dialect: Dialect, configs: readonly KindConfig[]): Statement[] {
  const kinds = configs.map(({ id }) => kindOf(id));
  const views = [...new Set(configs.flatMap(viewsOf))];
  const statements = [
    ...databaseStatements(dialect),
    ...sourceStatements(views),
    ...outboxStatements(configs),
    ...kinds.flatMap((kind) => kind.statements),
  ];
  return [...new Map(statements.map((statement) => [statement.name, statement])).values()];
}
