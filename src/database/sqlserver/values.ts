import sql from 'mssql';
import type { Binding } from '../database.js';
import type { ParameterType } from '../statement.js';

const canonicalTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const maxTextLength = 4000;

/** The types that parameters are declared with. */
export const declaredTypes: Readonly<Record<ParameterType, string>> = {
  text: `nvarchar(${maxTextLength})`,
  integer: 'int',
};

/**
 * Binds a value to a request. All texts have one length, so that the server keeps one plan per statement. Points in
 * time are sent as text, which the server converts to the column's type, so that an index on `datetime` is used too.
 */
export function bind(request: sql.Request, name: string, type: ParameterType, value: Binding): void {
  if (type === 'integer') {
    request.input(name, sql.Int, value);
    return;
  }
  // datetime2 takes no zone designator; everything here is UTC.
  const text = typeof value === 'string' && canonicalTime.test(value) ? value.slice(0, -1) : (value as string | null);
  request.input(name, sql.NVarChar(text !== null && text.length > maxTextLength ? sql.MAX : maxTextLength), text);
}

/** Returns rows with points in time in the canonical form, and days as `YYYY-MM-DD`. */
export function plainRows(recordset: sql.IRecordSet<Record<string, unknown>>): object[] {
  const plain = (name: string, value: unknown) => {
    if (!(value instanceof Date)) return value;
    const text = value.toISOString();
    return recordset.columns[name]?.type === sql.Date ? text.slice(0, 10) : text;
  };
  return recordset.map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(name, value)])),
  );
}
