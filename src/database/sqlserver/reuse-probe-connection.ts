import type sql from 'mssql';

type Pools = new (config: sql.config) => sql.ConnectionPool;

/** What mssql's drivers make a pool's connections with. */
interface MssqlPoolInternals {
  /** Absent until it is connected. */
  readonly pool?: object | null;
  _poolCreate(): Promise<unknown>;
  _poolDestroy(connection: unknown): Promise<unknown>;
}

/** mssql tries whether it can connect, ends that connection, and makes another when one is needed: here it is kept. */
export function reuseProbeConnection(Base: Pools): Pools {
  const Making = Base as unknown as new (config: sql.config) => MssqlPoolInternals;
  class WithoutProbe extends Making {
    private first: unknown;

    override _poolCreate(): Promise<unknown> {
      const { first } = this;
      this.first = undefined;
      return first === undefined ? super._poolCreate() : Promise.resolve(first);
    }

    override _poolDestroy(connection: unknown): Promise<unknown> {
      if (this.pool !== undefined) return super._poolDestroy(connection);
      this.first = connection;
      return Promise.resolve();
    }
  }
  return WithoutProbe as unknown as Pools;
}
