import type { Database, Dialect, InsecureConnection } from '../database.js';

/** Tells apart whatever differs in one bit, unlike the database's own collation. */
export const binaryCollation = 'Latin1_General_BIN2';

/** The SQL that only SQL Server speaks. */
export class SqlServerDialect implements Dialect {
  readonly name = 'sqlserver';
  constructor(
    readonly label: string,
    readonly schema: string,
    readonly insecureConnection?: InsecureConnection,
  ) {}

  /** Read-past claims find nothing where others hold everything. */
  readonly skipsLockedRows = true;

  table(name: string): string {
    return `[${this.schema}].[${name}]`;
  }

  now(ms = 0): string {
    return ms === 0 ? 'SYSUTCDATETIME()' : `DATEADD(millisecond, ${Math.round(ms)}, SYSUTCDATETIME())`;
  }

  /** Owned by the transaction: a session's lock outlives it on a pooled connection. Negative values are refusals, not errors. */
  async lockPlanning(transaction: Database, waitMs = 0): Promise<boolean> {
    const [row] = await transaction.query<{ granted: number }>(
      `DECLARE @granted int;
       EXEC @granted = sp_getapplock @Resource = :resource, @LockMode = 'Exclusive', @LockOwner = 'Transaction', @LockTimeout = :waitMs;
       SELECT @granted AS granted`,
      { resource: `mobevo-notify:${this.schema}`, waitMs },
    );
    return row!.granted >= 0;
  }

  /**
   * The ordered form: `UPDATE TOP` takes rows in no order. READPAST lets claimers pass each other's rows, in
   * both places, and the repeated condition holds where a server takes no notice of the hints.
   */
  updateTop(table: string, count: number, set: string, where: string, order: string): string {
    return `UPDATE {${table}} WITH (ROWLOCK, READPAST) SET ${set} WHERE ${where} AND id IN (
      SELECT TOP (${count}) id FROM {${table}} WITH (ROWLOCK, READPAST, UPDLOCK) WHERE ${where} ORDER BY ${order})`;
  }

  selectTop(table: string, column: string, where: string, order: string, count: number): string {
    return `SELECT TOP (${count}) ${column} FROM {${table}} WHERE ${where} ORDER BY ${order}`;
  }

  binaryEquals(text: string): string {
    return `${text} COLLATE ${binaryCollation}`;
  }

  async columns(database: Database, name: string): Promise<Map<string, string>> {
    const rows = await database.query<{ name: string; type: string }>(
      `SELECT c.name AS name, t.name AS type FROM sys.columns c JOIN sys.types t ON t.user_type_id = c.user_type_id
       WHERE c.object_id = OBJECT_ID(:name)`,
      { name: this.table(name) },
    );
    return new Map(rows.map((row) => [row.name.toLowerCase(), row.type.toLowerCase()]));
  }
}
