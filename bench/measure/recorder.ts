import type { Binding, Database } from '../../src/database/index.js';
import { TracedDatabase } from '../../src/database/traced-database.js';

/** Wraps a database. Every statement that it runs is added to `statements`, with its bindings inserted. */
export function recordStatements(database: Database, statements: string[]): Database {
  return new TracedDatabase(database, ({ text }, _ms, bindings = {}) => {
    statements.push(
      (typeof text === 'string' ? text : text(database.dialect))
        .replace(/\{(\w+)\}/g, '$1')
        .replace(/(?<![:\w]):([a-zA-Z]\w*)/g, (_, name: string) => toSqlLiteral(bindings[name] ?? null)),
    );
  });
}

/** A value as an SQL literal. */
function toSqlLiteral(value: Binding): string {
  if (value === null) return 'NULL';
  return typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value);
}
