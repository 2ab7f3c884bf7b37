import sql from 'mssql';
import { withoutProbe } from './sqlserver-first-connection.js';
import { loadIntegratedMssql } from './sqlserver-driver.js';
import { encryptionDeclined } from './sqlserver-faults.js';
import type { ServerSettings } from './sqlserver-settings.js';

/** Connections to one database, opened when first needed. */
export class SqlServerPool {
  private opening: Promise<sql.ConnectionPool> | undefined;
  /** Whether reads see a snapshot: then they wait for no writer and no writer waits for them. Unknown until the first read. */
  allowsSnapshots: boolean | undefined;

  constructor(private readonly settings: ServerSettings) {}

  async request(): Promise<sql.Request> {
    return (await this.open()).request();
  }

  async begin(): Promise<sql.Transaction> {
    const transaction = (await this.open()).transaction();
    // The caller hears of it through the request that failed.
    transaction.on('rollback', () => undefined);
    await transaction.begin();
    return transaction;
  }

  async close(): Promise<void> {
    const pool = await this.opening?.catch(() => undefined);
    await pool?.close();
  }

  private open(): Promise<sql.ConnectionPool> {
    this.opening ??= this.connect().catch((error: unknown) => {
      this.opening = undefined;
      throw error;
    });
    return this.opening;
  }

  private async connect(): Promise<sql.ConnectionPool> {
    const { integrated, pool: config } = this.settings;
    const said: Said = {};
    const pool = integrated ? new (withoutProbe((await loadIntegratedMssql()).ConnectionPool))(config)
      : new (withoutProbe(sql.ConnectionPool))({ ...config, beforeConnect: (connection) => { listen(connection, said); } });
    // What a request or a transaction runs into is thrown there; here it would end the process.
    pool.on('error', () => undefined);
    try {
      return await pool.connect();
    } catch (error) {
      throw Object.assign(error as Error, said);
    }
  }
}

/** What a connection says of a failure by events only. */
interface Said {
  number?: number;
  code?: string;
}

/**
 * A refused login's error has the server's text and not its number, which comes before it. A server that
 * declines to encrypt gets the password in the clear from the driver (tedious 19), so the connection ends there.
 */
function listen(connection: sql.Connection, said: Said): void {
  const tedious = connection as unknown as NodeJS.EventEmitter & { close(): void };
  tedious.on('errorMessage', ({ number }: { number: number }) => { said.number = number; });
  tedious.on('debug', (text: string) => {
    if (!/PreLogin .*\(NOT_SUP\)/.test(text)) return;
    said.code = encryptionDeclined;
    tedious.close();
  });
}
