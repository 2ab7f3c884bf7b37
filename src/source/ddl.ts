import { contract, type Column, type View } from './contract.js';

export type DdlDialect = 'sqlite' | 'sqlserver';

/**
 * DDL that creates the source contract as tables: on SQLite what the demo office uses, on SQL Server
 * the shape that an administrator's views must have.
 * @returns statements, each without its closing semicolon
 */
export function contractDdl(dialect: DdlDialect, schema = 'mobevo_notify'): string[] {
  const qualify = (name: string) => (dialect === 'sqlserver' ? `[${schema}].[${name}]` : name);
  return contract.flatMap((view) => [
    `CREATE TABLE ${qualify(view.name)} (\n${tableLines(view, dialect).join(',\n')}\n)`,
    ...view.indexes.map(
      (columns) => `CREATE INDEX ${view.name}_by_${columns.join('_')} ON ${qualify(view.name)} (${columns.join(', ')})`,
    ),
  ]);
}

function tableLines(view: View, dialect: DdlDialect): string[] {
  const columns = view.columns.map(
    (column) =>
      `  ${column.name} ${columnType(column, dialect)}${column.required && dialect === 'sqlserver' ? ' NOT NULL' : ''}`,
  );
  return view.key.length === 0 ? columns : [...columns, `  PRIMARY KEY (${view.key.join(', ')})`];
}

function columnType(column: Column, dialect: DdlDialect): string {
  if (dialect === 'sqlite') {
    return { bigint: 'INTEGER', int: 'INTEGER', text: 'TEXT', bit: 'INTEGER', timestamp: 'TEXT', date: 'TEXT' }[
      column.type
    ];
  }
  return {
    bigint: 'bigint',
    int: 'int',
    text: `nvarchar(${column.length ?? 200})`,
    bit: 'bit',
    timestamp: 'datetime2(3)',
    date: 'date',
  }[column.type];
}
