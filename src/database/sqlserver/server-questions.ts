import type { MissingRight, ServerQuestions } from '../database.js';
import { statement } from '../statement.js';

const selectFacts = statement(
  'database.server-facts',
  `SELECT CAST(PARSENAME(CAST(SERVERPROPERTY('ProductVersion') AS nvarchar(128)), 4) AS int) AS version,
       CAST(d.compatibility_level AS int) AS "compatibilityLevel", CAST(d.is_auto_close_on AS int) AS "closesItself"
     FROM sys.databases d WHERE d.name = DB_NAME()`,
  { numbers: ['version', 'compatibilityLevel', 'closesItself'] },
);
/** Objects on which the login has no right at all are not visible here. The check of the contract finds those. */
const selectMissingRights = statement(
  'database.missing-rights',
  `SELECT o.name AS name, r.permission AS "right" FROM sys.objects o
     CROSS JOIN (SELECT 'SELECT' AS permission UNION ALL SELECT 'INSERT' UNION ALL SELECT 'UPDATE' UNION ALL SELECT 'DELETE') r
     WHERE o.schema_id = SCHEMA_ID(:schema) AND o.type IN ('U', 'V')
     AND (r.permission = 'SELECT' OR (o.name NOT LIKE 'source[_]%' AND o.name <> 'migrations'))
     AND HAS_PERMS_BY_NAME(CONCAT(QUOTENAME(:schema), '.', QUOTENAME(o.name)), 'OBJECT', r.permission) = 0
     ORDER BY o.name, r.permission`,
);

/** The server compiles a prepared statement, and runs it only at an sp_execute, which never comes. */
export const prepareStatement = statement(
  'database.prepare',
  'DECLARE @handle int; EXEC sp_prepare @handle OUTPUT, :declarations, :statement; EXEC sp_unprepare @handle',
);

/** 0 if the server has rolled the transaction back. */
export const transactionDepth = statement('database.transaction-depth', 'SELECT @@TRANCOUNT AS depth', {
  numbers: ['depth'],
});

export const serverStatements = [selectFacts, selectMissingRights, prepareStatement, transactionDepth];

/** What `run --check` asks SQL Server. */
export const serverQuestions: ServerQuestions = {
  facts: async (database) => {
    const [row] = await database.query<{ version: number; compatibilityLevel: number; closesItself: number }>(
      selectFacts,
    );
    return { ...row!, closesItself: row!.closesItself === 1 };
  },
  missingRights: (database) =>
    database.query<MissingRight>(selectMissingRights, { schema: database.dialect.schema ?? '' }),
};
