import type sql from 'mssql';

type PoolClass = new (config: sql.config) => sql.ConnectionPool;

/** The methods with which mssql's drivers open and close a pool's connections. */
interface MssqlPoolInternals {
  /** Undefined until the pool is connected. */
  readonly pool?: object | null;
  _poolCreate(): Promise<unknown>;
  _poolDestroy(connection: unknown): Promise<unknown>;
}

/** Opens one connection, and may add to its error. `open` calls the configuration's `beforeConnect` at once. */
export type OpenConnection = (open: () => Promise<unknown>) => Promise<unknown>;

/**
 * Returns a pool class that opens each of its connections as it is told, and reuses mssql's probe connection: mssql
 * opens a connection to test that it can connect, closes it, and opens another for the first request.
 */
export function poolClass(Base: PoolClass, openConnection: OpenConnection): PoolClass {
  const Internals = Base as unknown as new (config: sql.config) => MssqlPoolInternals;
  class Pool extends Internals {
    private probe: unknown;

    override _poolCreate(): Promise<unknown> {
      const { probe } = this;
      this.probe = undefined;
      return probe === undefined ? openConnection(() => super._poolCreate()) : Promise.resolve(probe);
    }

    override _poolDestroy(connection: unknown): Promise<unknown> {
      if (this.pool !== undefined) return super._poolDestroy(connection);
      this.probe = connection;
      return Promise.resolve();
    }
  }
  return Pool as unknown as PoolClass;
}
