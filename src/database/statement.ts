import type { Dialect } from './database.js';

const cache = new WeakMap<Dialect, Map<string, string>>();

/** Replaces `{table}` by the qualified name. Results are cached per dialect. */
export function qualifyTables(sql: string, dialect: Dialect): string {
  const statements = cache.get(dialect) ?? new Map<string, string>();
  cache.set(dialect, statements);
  const cached = statements.get(sql);
  if (cached !== undefined) return cached;
  const qualified = sql.replace(/\{(\w+)\}/g, (_, name: string) => dialect.table(name));
  statements.set(sql, qualified);
  return qualified;
}
