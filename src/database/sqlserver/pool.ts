import sql from 'mssql';
import { reuseProbeConnection } from './reuse-probe-connection.js';
import { connectOdbc } from './odbc-pool.js';
import { encryptionDeclined } from './errors.js';
import type { ServerSettings } from './settings.js';

/** A pool of connections to one database, opened when first needed. */
export class SqlServerPool {
  private opening: Promise<sql.ConnectionPool> | undefined;
  /**
   * Whether reads use a snapshot, so that readers and writers do not block each other. Undefined until the first read.
   */
  allowsSnapshots: boolean | undefined;

  constructor(private readonly settings: ServerSettings) {}

  async request(): Promise<sql.Request> {
    return (await this.open()).request();
  }

  async begin(): Promise<sql.Transaction> {
    const transaction = (await this.open()).transaction();
    // The failed request already reports this to the caller.
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
    const { odbc, pool: config } = this.settings;
    if (odbc !== undefined) return connectOdbc(config, odbc);
    const diagnostics: ConnectionDiagnostics = {};
    const pool = new (reuseProbeConnection(sql.ConnectionPool))({
      ...config,
      beforeConnect: (connection) => {
        captureLoginError(connection, diagnostics);
      },
    });
    // Requests and transactions throw their errors. Without a listener, this event would end the process.
    pool.on('error', () => undefined);
    try {
      return await pool.connect();
    } catch (error) {
      throw Object.assign(error as Error, diagnostics);
    }
  }
}

/** How the driver shows a pre-login that asks for encryption: ON or REQ. */
const encrypted = /encryption:0x0(?:1\(ON\)|3\(REQ\))/;

/** Details of a failed connection that only its events report. */
interface ConnectionDiagnostics {
  number?: number;
  code?: string;
}

/**
 * Captures the server's number, which the error of a refused login lacks. Closes the connection if the server does not
 * agree to encryption, because the driver (tedious 19) would send it the password unencrypted.
 */
function captureLoginError(connection: sql.Connection, diagnostics: ConnectionDiagnostics): void {
  const tedious = connection as unknown as NodeJS.EventEmitter & { close(): void };
  tedious.on('errorMessage', ({ number }: { number: number }) => {
    diagnostics.number = number;
  });
  tedious.on('debug', (text: string) => {
    if (!text.includes('PreLogin - ') || encrypted.test(text)) return;
    diagnostics.code = encryptionDeclined;
    tedious.close();
  });
}
