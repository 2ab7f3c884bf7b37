import type { Knex } from 'knex';
import { compileSchema, type SchemaTarget } from '../src/database/migrations/compile.js';
import type { ColumnTypes } from '../src/database/migrations/schema-dialect.js';
import { requiredViews, type Column, type View } from '../src/source/contract.js';

/** Length of a text column without a length in the contract, in UTF-16 code units. */
const usualLength = 200;

/**
 * SQL statements that create the source contract as tables. On SQLite they are the tables of the demo office, and all
 * columns may be NULL, as in a view. On SQL Server they show the columns that an administrator's views must have.
 * @param views default: those that an office must have
 */
export function contractTables(target: SchemaTarget, views: readonly View[] = requiredViews): string[] {
  return compileSchema(target, (builder) => {
    for (const view of views) {
      builder.change((schema) =>
        schema.createTable(view.name, (table) => {
          for (const column of view.columns) {
            const built = addColumn(table, column, builder.columns);
            if (column.required && target.name === 'sqlserver') built.notNullable();
          }
          if (view.key.length > 0) table.primary(view.key);
          for (const columns of view.indexes) table.index(columns, `${view.name}_by_${columns.join('_')}`);
        }),
      );
    }
  });
}

function addColumn(
  table: Knex.CreateTableBuilder,
  { name, type, length = usualLength }: Column,
  columns: ColumnTypes,
): Knex.ColumnBuilder {
  switch (type) {
    case 'int':
      return table.integer(name);
    case 'text':
      return columns.text(table, name, length);
    case 'timestamp':
      return columns.time(table, name);
    case 'bigint':
    case 'bit':
    case 'date':
      return columns[type](table, name);
  }
}
