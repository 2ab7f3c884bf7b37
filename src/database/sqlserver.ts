import knexFactory, { type Knex } from 'knex';
import type { SqlServerConfig } from '../config/index.js';
import { DatabaseBusyError, DatabaseUnreachableError } from '../errors/index.js';
import type { Binding, Bindings, Database } from './database.js';
import { Session, type Driver } from './session.js';
import { connectionSettings } from './sqlserver-connection.js';
import { SqlServerDialect } from './sqlserver-dialect.js';

const canonicalTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** Errors after which the same transaction may be run again: deadlock, throttling, failover, lost connection. */
const transient = new Set([
  4060, 10928, 10929, 40197, 40501, 40613, 1205, 20, 64, 121, 233, 10053, 10054, 10060, 49918, 49919, 49920,
  976, 978, 979, 982, 983,
]);
const duplicateKey = new Set([2601, 2627]);
const busy = new Set([1205, 1222]);
const connectionCodes = new Set(['ESOCKET', 'ETIMEOUT', 'ELOGIN', 'EINSTLOOKUP', 'ECONNCLOSED', 'ECONNRESET', 'ENOTFOUND']);

class SqlServerDriver implements Driver {
  constructor(private readonly label: string) {}

  /** datetime2 takes no zone designator; everything here is UTC. */
  bind(value: Binding): Binding {
    return typeof value === 'string' && canonicalTime.test(value) ? value.slice(0, -1) : value;
  }

  rows(result: unknown): object[] {
    return (result as Record<string, unknown>[]).map((row) => Object.fromEntries(
      Object.entries(row).map(([name, value]) => [name, value instanceof Date ? value.toISOString() : value])));
  }

  async execute(knex: Knex, sql: string, bindings: Bindings): Promise<number> {
    const rows = await knex.raw<{ affected: number }[]>(
      `${sql};\nSELECT @@ROWCOUNT AS affected`, bindings as Record<string, Knex.RawBinding>);
    return rows[0]?.affected ?? 0;
  }

  isTransient(error: unknown): boolean {
    const number = numberOf(error);
    return transient.has(number) || duplicateKey.has(number);
  }

  translate(error: unknown): unknown {
    if (busy.has(numberOf(error))) return new DatabaseBusyError(this.label, error);
    const { code } = error as { code?: string };
    return transient.has(numberOf(error)) || connectionCodes.has(code ?? '')
      ? new DatabaseUnreachableError(this.label, error) : error;
  }
}

function numberOf(error: unknown): number {
  return (error as { number?: number }).number ?? 0;
}

/** Opens a pool on SQL Server, of one connection while nothing runs side by side. */
export function openSqlServer(config: SqlServerConfig): Database {
  const settings = connectionSettings(config);
  const label = `${settings.server}${settings.options.instanceName === undefined ? '' : `\\${settings.options.instanceName}`}/${settings.database}`;
  const knex = knexFactory({ client: 'mssql', connection: settings as Knex.MsSqlConnectionConfig, pool: { min: 0, max: 4 } });
  return new Session(knex, new SqlServerDriver(label), new SqlServerDialect(label, config.schema));
}
