import type { Bindings, Dialect, Statement } from './database.js';

/** Declares a statement. */
export function statement(
  name: string,
  text: Statement['text'],
  { integers = [], numbers = [], readsPast = false }: Partial<Omit<Statement, 'name' | 'text'>> = {},
): Statement {
  return { name, text, integers, numbers, readsPast };
}

export type ParameterType = 'text' | 'integer';

/** A statement in the SQL of one dialect. */
export interface CompiledStatement {
  /** With qualified tables. Parameters are still `:name`. */
  readonly sql: string;
  readonly parameters: ReadonlyMap<string, ParameterType>;
}

/** A parameter in a statement's text. */
export const parameterPattern = /:([a-z]\w*)/gi;

/** One of our tables where it is read, with its alias, which is in lower case. */
const readTable = /\b(?:FROM|JOIN) \{(?!source_)\w+\}(?: [a-z]\w*)?/g;

/** One of our tables where its rows are changed, with no hint of its own. */
const changedTable = /\b(?:UPDATE|DELETE FROM) \{\w+\}(?! WITH)/g;

const cache = new WeakMap<Dialect, Map<string, CompiledStatement>>();

/** Replaces `{table}` by the qualified name, and finds the parameters. Results are cached per dialect. */
export function compileStatement({ text, integers, readsPast }: Statement, dialect: Dialect): CompiledStatement {
  const written = typeof text === 'string' ? text : text(dialect);
  const hinted = written.replace(changedTable, `$&${dialect.rowLocks}`);
  const source = readsPast ? hinted.replace(readTable, `$&${dialect.readPast}`) : hinted;
  const statements = cache.get(dialect) ?? new Map<string, CompiledStatement>();
  cache.set(dialect, statements);
  const cached = statements.get(source);
  if (cached !== undefined) return cached;
  const sql = source.replace(/\{(\w+)\}/g, (_, name: string) => dialect.table(name));
  const parameters = new Map<string, ParameterType>();
  for (const [, name] of source.matchAll(parameterPattern))
    parameters.set(name!, integers.includes(name!) ? 'integer' : 'text');
  const compiled = { sql, parameters };
  statements.set(source, compiled);
  return compiled;
}

/**
 * Returns the bindings of a statement's parameters, and no others. @throws Error if one is missing or has another type
 */
export function bindingsFor({ name }: Statement, { parameters }: CompiledStatement, bindings: Bindings): Bindings {
  const entries = [...parameters].map(([parameter, type]) => {
    const value = bindings[parameter];
    const isFitting = value === null || (type === 'integer' ? Number.isInteger(value) : typeof value === 'string');
    if (!isFitting) throw new Error(`${name}: the parameter ${parameter} is no ${type}.`);
    return [parameter, value] as const;
  });
  return Object.fromEntries(entries) as Bindings;
}

/** Turns the numeric columns of a result into numbers. */
export function withNumbers<Row extends object>(rows: object[], { numbers }: Statement): Row[] {
  if (numbers.length > 0) {
    for (const row of rows as Record<string, unknown>[])
      for (const column of numbers) row[column] = row[column] === null ? null : Number(row[column]);
  }
  return rows as Row[];
}
