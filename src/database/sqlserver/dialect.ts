import type { Database, Dialect, InsecureConnection } from '../database.js';

/** Compares byte for byte, unlike the database's own collation. */
export const binaryCollation = 'Latin1_General_BIN2';

/** SQL that is specific to SQL Server. */
export class SqlServerDialect implements Dialect {
  readonly name = 'sqlserver';
  constructor(
    readonly label: string,
    readonly schema: string,
    readonly insecureConnection?: InsecureConnection,
  ) {}

  /** Claims use READPAST, and find nothing if other runs have locked every row. */
  readonly skipsLockedRows = true;

  table(name: string): string {
    return `[${this.schema}].[${name}]`;
  }

  now(ms = 0): string {
    return ms === 0 ? 'SYSUTCDATETIME()' : `DATEADD(millisecond, ${Math.round(ms)}, SYSUTCDATETIME())`;
  }

  /**
   * The transaction owns the lock, because a session's lock would outlive it on a pooled connection. sp_getapplock
   * returns a negative value if it does not grant the lock.
   */
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
   * Uses a subquery, because `UPDATE TOP` has no order. READPAST in both places lets concurrent claims skip each other's
   * rows. The condition is repeated for servers that ignore the hints.
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
