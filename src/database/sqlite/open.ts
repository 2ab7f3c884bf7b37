import { accessSync, constants } from 'node:fs';
import type { SqliteConfig } from '../../config/index.js';
import { databaseError, NotifyError, reasonOf } from '../../errors/index.js';
import type { Message } from '../../messages/index.js';
import type { Database } from '../database.js';
import type { LockWait } from '../lock-wait.js';
import type { ErrorClassifier } from '../retry.js';
import { ConnectionQueue } from './connection-queue.js';
import { stateDamaged } from '../state-damaged.js';
import { codeOf, isLocked } from './error-codes.js';
import { SqliteDialect } from './dialect.js';
import { SqliteSession } from './session.js';

const duplicateKey = ['SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_PRIMARYKEY', 'SQLITE_CONSTRAINT_ROWID'];

class SqliteErrors implements ErrorClassifier {
  constructor(private readonly label: string) {}

  /**
   * If two planners insert the same key, the one that fails tries again, and then finds the row. A value that a CHECK
   * or a trigger refuses is refused again.
   */
  isTransient(error: unknown): boolean {
    return duplicateKey.includes(codeOf(error));
  }

  isLocked(error: unknown): boolean {
    return isLocked(error);
  }

  translate(error: unknown): unknown {
    const code = codeOf(error);
    if (isLocked(error)) {
      const reason: Message = { code: 'databaseReason.locked', args: { reason: reasonOf(error) } };
      return new NotifyError('DATABASE_BUSY', { database: this.label, reason }, { cause: error });
    }
    if (code.startsWith('SQLITE_FULL') || /disk is full/.test(reasonOf(error)))
      return databaseError('DATABASE_FULL', this.label, error);
    if (code.startsWith('SQLITE_READONLY') || (code.startsWith('SQLITE_CANTOPEN') && isOnReadOnlyDisk(this.label)))
      return databaseError('DATABASE_READ_ONLY', this.label, error);
    if (missingInState.test(reasonOf(error))) return stateDamaged(error);
    if (code.startsWith('SQLITE_CORRUPT')) return databaseError('DATABASE_DAMAGED', this.label, error);
    const unreachable = ['SQLITE_CANTOPEN', 'SQLITE_IOERR', 'SQLITE_NOTADB', 'SQLITE_PERM'];
    return unreachable.some((prefix) => code.startsWith(prefix))
      ? databaseError('DATABASE_UNREACHABLE', this.label, error)
      : error;
  }
}

/**
 * SQLite's words for a table that is missing in a statement of this program, or a column where rows are inserted. In a
 * view the table's name begins with `main.`.
 */
const missingInState = /^(?:no such table: (?!source_)\w+|table \w+ has no column named \w+)$/;

/** SQLite cannot open a file without writing beside it. */
function isOnReadOnlyDisk(file: string): boolean {
  try {
    accessSync(file, constants.W_OK);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EROFS';
  }
}

/** Opens a SQLite file; the first query opens the connection. */
export function openSqlite({ file }: SqliteConfig, lockWait: LockWait, changesNothing: boolean): Database {
  const queue = new ConnectionQueue(file, changesNothing);
  return new SqliteSession(queue, new SqliteErrors(file), new SqliteDialect(file), lockWait);
}
