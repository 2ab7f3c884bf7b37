import sql from 'mssql';
import type { Binding } from '../database.js';

const canonicalTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const maxTextLength = 4000;

/**
 * Binds a value to a request. All texts have one length, so that the server keeps one plan per statement. Points in time
 * are sent as text, which the server converts to the column's type, so that an index on `datetime` is used too.
 */
export function bind(request: sql.Request, name: string, value: Binding): void {
  if (typeof value === 'number') {
    request.input(name, value);
    return;
  }
  // datetime2 takes no zone designator; everything here is UTC.
  const text = value !== null && canonicalTime.test(value) ? value.slice(0, -1) : value;
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
