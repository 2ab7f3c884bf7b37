import type { Database, Dialect, InsecureConnection } from '../database.js';

/** Tells apart whatever differs in one bit, unlike the database's own collation. */
const exact = 'Latin1_General_BIN2';

/** The SQL that only SQL Server speaks. */
export class SqlServerDialect implements Dialect {
  readonly name = 'sqlserver';
  constructor(
    readonly label: string,
    private readonly schema: string,
    readonly insecureConnection?: InsecureConnection,
  ) {}

  readonly ddl = {
    identity: 'bigint IDENTITY(1,1) NOT NULL PRIMARY KEY',
    bigint: 'bigint',
    time: 'datetime2(3)',
    date: 'date',
    text: (length: number) => `nvarchar(${length})`,
    key: (length: number) => `nvarchar(${length}) COLLATE ${exact}`,
    clustered: '',
    schema: () => [
      // CREATE SCHEMA wants a batch of its own. Owned by dbo, or its owner could read every table of dbo's.
      `IF SCHEMA_ID('${this.schema}') IS NULL EXEC('CREATE SCHEMA [${this.schema}] AUTHORIZATION dbo')`,
    ],
    // Without it 5,000 locks become one on the table, and every other run waits.
    options: (table: string) => [`ALTER TABLE {${table}} SET (LOCK_ESCALATION = DISABLE)`],
  };

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
    return `${text} COLLATE ${exact}`;
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

/** The dialect in the default schema, for the scripts under `sql/`. */
export const sqlserverDdl = new SqlServerDialect('', 'mobevo_notify');
