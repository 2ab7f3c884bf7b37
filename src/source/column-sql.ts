import type { Dialect } from '../database/index.js';
import { contract, type Column, type View, type ViewName } from './contract.js';
import type { ValueSql } from './value-sql.js';
import { sqliteValues } from './sqlite-values.js';
import { sqlserverValues } from './sqlserver-values.js';

export function valuesOf({ name }: Dialect): ValueSql {
  return name === 'sqlite' ? sqliteValues : sqlserverValues;
}

export function viewNamed(name: ViewName): View {
  return contract.find((view) => view.name === name)!;
}

/** The columns that identify a row; without a key all of them. */
export function keyOf({ key, columns }: View): readonly string[] {
  return key.length > 0 ? key : columns.map(({ name }) => name);
}

/** SQL: a value that is not NULL is wrong, in itself or beside another of its row. */
function isWrong(column: Column, x: string, dialect: Dialect): string {
  const wrong = valuesOf(dialect).isWrong(column, x);
  const { name, notBefore } = column;
  return notBefore === undefined ? wrong : `(${wrong} OR ${x} < ${x.slice(0, -name.length)}${notBefore})`;
}

/** SQL: a column has no usable value. */
export function isMalformed(column: Column, x: string, dialect: Dialect): string {
  const sql = valuesOf(dialect);
  const broken = column.type === 'text' ? sql.isBroken([sql.value(column, x)]) : undefined;
  const wrong = `${isWrong(column, x, dialect)}${broken === undefined ? '' : ` OR ${broken}`}`;
  return column.required ? `(${x} IS NULL OR ${wrong})` : `(${x} IS NOT NULL AND (${wrong}))`;
}

/** SQL: a row of the alias can be used. The bytes of its texts are tested at once, which is cheaper than one by one. */
export function isUsable(view: View, alias: string, dialect: Dialect): string {
  const sql = valuesOf(dialect);
  const columns = decisiveColumns(view);
  const tests = columns.map((column) => {
    const x = `${alias}.${column.name}`;
    const wrong = isWrong(column, x, dialect);
    return column.required ? `(${x} IS NOT NULL AND NOT ${wrong})` : `(${x} IS NULL OR NOT ${wrong})`;
  });
  const texts = columns.filter(({ type }) => type === 'text');
  const broken =
    texts.length === 0 ? undefined : sql.isBroken(texts.map((column) => sql.value(column, `${alias}.${column.name}`)));
  return [...tests, ...(broken === undefined ? [] : [`NOT ${broken}`])].join(' AND ');
}

/** The columns without which a row is left out: of a lookup only its key, because the rest has a substitute. */
function decisiveColumns({ columns, key, isLookup }: View): Column[] {
  return columns.filter(({ name }) => isLookup !== true || key.includes(name));
}
