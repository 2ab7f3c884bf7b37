import sql from 'mssql';
import { reuseProbeConnection } from './reuse-probe-connection.js';
import { loadIntegratedMssql } from './integrated-driver.js';
import { encryptionDeclined } from './errors.js';
import type { ServerSettings } from './settings.js';

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
    const said: ConnectionDiagnostics = {};
    const pool = integrated
      ? new (reuseProbeConnection((await loadIntegratedMssql()).ConnectionPool))(config)
      : new (reuseProbeConnection(sql.ConnectionPool))({
          ...config,
          beforeConnect: (connection) => {
            captureLoginError(connection, said);
          },
        });
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
interface ConnectionDiagnostics {
  number?: number;
  code?: string;
}

/**
 * A refused login's error has the server's text and not its number, which comes before it. A server that
 * declines to encrypt gets the password in the clear from the driver (tedious 19), so the connection ends there.
 */
function captureLoginError(connection: sql.Connection, said: ConnectionDiagnostics): void {
  const tedious = connection as unknown as NodeJS.EventEmitter & { close(): void };
  tedious.on('errorMessage', ({ number }: { number: number }) => {
    said.number = number;
  });
  tedious.on('debug', (text: string) => {
    if (!/PreLogin .*\(NOT_SUP\)/.test(text)) return;
    said.code = encryptionDeclined;
    tedious.close();
  });
}
