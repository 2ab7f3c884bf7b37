/** Its own file: the whole of knex would cost every run milliseconds. */
declare module 'knex/lib/pool.js' {
  import type { knex } from 'knex';

  export class KnexPool<Resource> extends knex.KnexPool<Resource> {}
}
