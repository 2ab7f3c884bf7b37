import sql from 'mssql';
import { connectOdbc } from './odbc-pool.js';
import { encryptionDeclined } from './errors.js';
import { poolClass } from './pool-class.js';
import type { ServerSettings } from './settings.js';

/** A pool of connections to one database, opened when first needed. */
export class SqlServerPool {
  private opening: Promise<sql.ConnectionPool> | undefined;
  private readonly replaced: Promise<sql.ConnectionPool>[] = [];
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

  /**
   * Opens other connections for what begins from now on. Call it if a transaction could not be ended: the drivers would
   * use its connection again, and what follows would be part of a transaction that nobody commits. The old connections
   * are closed in the end, because other transactions may still be using them.
   */
  replaceConnections(): void {
    if (this.opening !== undefined) this.replaced.push(this.opening);
    this.opening = undefined;
  }

  async close(): Promise<void> {
    this.replaceConnections();
    await Promise.all(this.replaced.map(closePool));
  }

  private open(): Promise<sql.ConnectionPool> {
    if (this.opening !== undefined) return this.opening;
    const opening = this.connect().catch((error: unknown) => {
      if (this.opening === opening) this.opening = undefined;
      throw error;
    });
    this.opening = opening;
    return opening;
  }

  private async connect(): Promise<sql.ConnectionPool> {
    const { odbc, pool: config } = this.settings;
    if (odbc !== undefined) return connectOdbc(config, odbc);
    // Each connection has its own: the pool opens a second one later, and a new one for a lost one.
    let refusal = new LoginRefusal();
    const Pool = poolClass(sql.ConnectionPool, (open) => {
      const own = (refusal = new LoginRefusal());
      return open().catch((error: unknown) => {
        throw own.addTo(error as Error);
      });
    });
    const pool = new Pool({
      ...config,
      beforeConnect: (connection) => {
        refusal.listen(connection);
      },
    });
    // Requests and transactions throw their errors. Without a listener, this event would end the process.
    pool.on('error', () => undefined);
    return pool.connect();
  }
}

async function closePool(opening: Promise<sql.ConnectionPool>): Promise<void> {
  const pool = await opening.catch(() => undefined);
  await pool?.close();
}

/** How the driver shows a pre-login that asks for encryption: ON or REQ. */
const encrypted = /encryption:0x0(?:1\(ON\)|3\(REQ\))/;

/** Why a connection was refused, which only its events report. */
class LoginRefusal {
  private readonly errors: Error[] = [];
  private isUnencrypted = false;

  /**
   * Collects the server's errors: tedious keeps the last one, without its number, and the cause comes first. Closes the
   * connection if the server does not agree to encryption, because tedious 19 would send it the password unencrypted.
   */
  listen(connection: sql.Connection): void {
    const tedious = connection as unknown as NodeJS.EventEmitter & { close(): void };
    tedious.on('errorMessage', ({ message, number, class: severity }: sql.RequestError & { class: number }) => {
      this.errors.push(Object.assign(new Error(message), { number, class: severity }));
    });
    tedious.on('debug', (text: string) => {
      if (!text.includes('PreLogin - ') || encrypted.test(text)) return;
      this.isUnencrypted = true;
      tedious.close();
    });
  }

  /** Adds what is known to the driver's error. */
  addTo(error: Error): Error {
    const [first] = this.errors;
    return Object.assign(error, {
      ...(first === undefined ? {} : { message: first.message, precedingErrors: this.errors }),
      ...(this.isUnencrypted ? { code: encryptionDeclined } : {}),
    });
  }
}
