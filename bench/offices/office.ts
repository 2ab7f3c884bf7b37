import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Libsql from 'libsql';
import { contractTables } from '../../demo/contract-tables.js';

/** An office with empty tables of the source contract, in a folder of its own. */
export class BenchOffice {
  readonly file: string;
  readonly db: Libsql.Database;

  constructor(readonly directory: string) {
    mkdirSync(directory, { recursive: true });
    this.file = join(directory, 'office.db');
    this.db = new Libsql(this.file);
    this.db.exec('PRAGMA journal_mode = WAL');
    for (const statement of contractTables({ name: 'sqlite' })) this.db.exec(statement);
  }

  /** Writes the configuration file into the office's folder. */
  configure(notifications: object, mailbox: object, schedule?: object): this {
    writeFileSync(
      join(this.directory, 'mobevo-notify.config.json'),
      JSON.stringify({
        database: { client: 'sqlite', file: 'office.db' },
        office: { name: 'Biuro Rachunkowe Kłos', panelUrl: 'https://klos.mobevo.example' },
        schedule,
        notifications,
        mailbox: { from: 'powiadomienia@klos.example', ...mailbox },
      }),
    );
    return this;
  }

  /** Executes statements in one transaction. `:name` in a statement is a binding. */
  fill(statements: readonly string[], bindings: Record<string, string | number> = {}): this {
    this.db.exec('BEGIN');
    for (const statement of statements) {
      const used = Object.entries(bindings).filter(([name]) => new RegExp(`:${name}\\b`).test(statement));
      this.db.prepare(statement).run(Object.fromEntries(used));
    }
    this.db.exec('COMMIT');
    return this;
  }

  /** Counts rows. @param sql a table and conditions, as after FROM */
  count(sql: string): number {
    return (this.db.prepare(`SELECT COUNT(*) AS count FROM ${sql}`).get() as { count: number }).count;
  }

  close(): void {
    this.db.close();
  }
}
