import sql from 'mssql';
import { runAsWorker } from 'synckit';

let pool;

/** Runs a statement on SQL Server in a worker thread, so that a test can wait for it synchronously. */
runAsWorker(async (connectionString, text, values) => {
  pool ??= await new sql.ConnectionPool(connectionString).connect();
  const request = pool.request();
  values.forEach((value, index) => request.input(`p${index + 1}`, value));
  const { recordset = [] } = await request.query(text);
  return recordset.map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value, recordset.columns[name].type)])),
  );
});

/** Converts a value to the one that SQLite returns. */
function plain(value, type) {
  if (value instanceof Date) return type === sql.Date ? value.toISOString().slice(0, 10) : value.toISOString();
  if (type === sql.BigInt && value !== null && Number.isSafeInteger(Number(value))) return Number(value);
  return typeof value === 'boolean' ? Number(value) : value;
}
