import type { Dialect } from './database.js';

const cache = new WeakMap<Dialect, Map<string, string>>();

/** Replaces `{table}` by the qualified name; a statement is worked out once for each dialect. */
export function qualifyTables(sql: string, dialect: Dialect): string {
  const known = cache.get(dialect) ?? new Map<string, string>();
  cache.set(dialect, known);
  const found = known.get(sql);
  if (found !== undefined) return found;
  const expanded = sql.replace(/\{(\w+)\}/g, (_, name: string) => dialect.table(name));
  known.set(sql, expanded);
  return expanded;
}
