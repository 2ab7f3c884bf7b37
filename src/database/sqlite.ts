import type { Knex } from 'knex';
import type { SqliteConfig } from '../config/index.js';
import { DatabaseBusyError, DatabaseUnreachableError } from '../errors/index.js';
import type { Database } from './database.js';
import { Session, type Driver } from './session.js';
import { codeOf, isLocked } from './sqlite-codes.js';
import { SqliteDialect } from './sqlite-dialect.js';
import { openLibsql } from './sqlite-knex.js';

class SqliteDriver implements Driver {
  constructor(private readonly label: string) {}

  rows(result: unknown): object[] { return Array.isArray(result) ? result as object[] : []; }

  async execute(knex: Knex, sql: string, bindings: Record<string, string | number | boolean | null>): Promise<number> {
    const result = await knex.raw<{ changes?: number }>(sql, bindings as Record<string, Knex.RawBinding>);
    return result.changes ?? 0;
  }

  /** Two planners that insert one key: the loser reads again and finds it there. */
  isTransient(error: unknown): boolean {
    return codeOf(error).startsWith('SQLITE_CONSTRAINT');
  }

  isLocked(error: unknown): boolean {
    return isLocked(error);
  }

  translate(error: unknown): unknown {
    const code = codeOf(error);
    if (isLocked(error)) return new DatabaseBusyError(this.label, error);
    const lost = ['SQLITE_CANTOPEN', 'SQLITE_IOERR', 'SQLITE_FULL', 'SQLITE_READONLY', 'SQLITE_CORRUPT', 'SQLITE_NOTADB', 'SQLITE_PERM'];
    return lost.some((prefix) => code.startsWith(prefix)) ? new DatabaseUnreachableError(this.label, error) : error;
  }
}

/** Opens a SQLite file. */
export function openSqlite({ file }: SqliteConfig): Database {
  return new Session(openLibsql(file), new SqliteDriver(file), new SqliteDialect(file));
}
