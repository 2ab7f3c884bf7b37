import type { Database, DeclaredColumn, Dialect, InsecureConnection } from '../database.js';
import { statement } from '../statement.js';
import { serverQuestions, serverStatements } from './server-questions.js';

/** Compares byte for byte, unlike the database's own collation. */
export const binaryCollation = 'Latin1_General_BIN2';

const acquireLock = statement(
  'database.lock-planning',
  `DECLARE @granted int;
       EXEC @granted = sp_getapplock @Resource = :resource, @LockMode = 'Exclusive', @LockOwner = 'Transaction', @LockTimeout = :waitMs;
       SELECT @granted AS granted`,
  { integers: ['waitMs'], numbers: ['granted'] },
);
/**
 * An alias type has the system type that it stands for. `sysname` is one, and both are `nvarchar`. A length of -1 is
 * that of `max`; national characters take two bytes. A decimal with a scale is no whole number: as text, an id of it is
 * `12.00`. A name is in lower case if the database takes that for the same name.
 */
const selectColumns = statement(
  'database.columns',
  `SELECT CASE WHEN c.name COLLATE DATABASE_DEFAULT = LOWER(c.name) COLLATE DATABASE_DEFAULT
           THEN LOWER(c.name) ELSE c.name END AS name,
         CASE WHEN t.name IN ('decimal', 'numeric') AND c.scale > 0 THEN CONCAT(t.name, ' with decimals') ELSE t.name END AS type,
         CASE WHEN c.max_length > 0 AND t.name IN ('nchar', 'nvarchar') THEN c.max_length / 2
         WHEN c.max_length > 0 AND t.name IN ('char', 'varchar') THEN c.max_length WHEN c.max_length = -1 THEN 2147483647 END AS length
       FROM sys.columns c JOIN sys.types t ON t.user_type_id = c.system_type_id
       WHERE c.object_id = OBJECT_ID(:name)`,
  { numbers: ['length'] },
);

/** SQL that is specific to SQL Server. */
export class SqlServerDialect implements Dialect {
  readonly name = 'sqlserver';
  readonly server = serverQuestions;
  readonly statements = [acquireLock, selectColumns, ...serverStatements];
  constructor(
    readonly label: string,
    readonly schema: string,
    readonly insecureConnection?: InsecureConnection,
  ) {}

  /**
   * The ODBC driver sends parameters as local variables, whose values the optimiser does not know. For a date range it
   * guesses that most of the table lies in it.
   */
  readonly recompile = ' OPTION (RECOMPILE)';

  /** Claims use READPAST, and find nothing if other runs have locked every row. */
  readonly skipsLockedRows = true;

  /** Another run's plan locks what it inserts until it commits; the last hint as in `updateTop`. */
  readonly readPast = ' WITH (READPAST, READCOMMITTEDLOCK)';

  readonly rowLocks = ' WITH (ROWLOCK)';

  table(name: string): string {
    return `[${this.schema}].[${name}]`;
  }

  now(ms: number | string = 0): string {
    return ms === 0
      ? 'SYSUTCDATETIME()'
      : `DATEADD(millisecond, ${typeof ms === 'number' ? Math.round(ms) : ms}, SYSUTCDATETIME())`;
  }

  /**
   * The transaction owns the lock, because a session's lock would outlive it on a pooled connection. sp_getapplock
   * returns a negative value if it does not grant the lock.
   */
  async lockPlanning(transaction: Database, waitMs = 0): Promise<boolean> {
    const [row] = await transaction.query<{ granted: number }>(acquireLock, {
      resource: `mobevo-notify:${this.schema}`,
      waitMs,
    });
    return row!.granted >= 0;
  }

  /**
   * Uses a subquery, because `UPDATE TOP` has no order. READPAST in both places lets concurrent claims skip each
   * other's rows; under READ_COMMITTED_SNAPSHOT, the default of Azure SQL, it needs READCOMMITTEDLOCK beside it. The
   * condition is repeated for servers that ignore the hints.
   */
  updateTop(table: string, count: string, set: string, where: string, order: string): string {
    return `UPDATE {${table}} WITH (ROWLOCK, READPAST, READCOMMITTEDLOCK) SET ${set} WHERE ${where} AND id IN (
      SELECT TOP (${count}) id FROM {${table}} WITH (ROWLOCK, READPAST, UPDLOCK, READCOMMITTEDLOCK) WHERE ${where} ORDER BY ${order})`;
  }

  selectTop(table: string, column: string, where: string, order: string, count: number | string): string {
    return `SELECT TOP (${count}) ${column} FROM {${table}} WHERE ${where} ORDER BY ${order}`;
  }

  binary(text: string): string {
    return `${text} COLLATE ${binaryCollation}`;
  }

  isTime(value: string): string {
    return `${value} IS NOT NULL`;
  }

  /** A binary collation, because in others a class also matches letters that sort between its ends. */
  containsInOrder(text: string, ...parts: readonly string[]): string {
    return `${text} COLLATE ${binaryCollation} LIKE N'%${parts.join('%').replaceAll("'", "''")}%'`;
  }

  async columns(database: Database, name: string): Promise<Map<string, DeclaredColumn>> {
    const rows = await database.query<{ name: string; type: string; length: number | null }>(selectColumns, {
      name: this.table(name),
    });
    return new Map(
      rows.map(({ name: column, type, length }) => [
        column,
        { type: type.toLowerCase(), ...(length === null ? {} : { length }) },
      ]),
    );
  }
}
