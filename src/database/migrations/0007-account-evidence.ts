import type { MigrationBuilder } from './migration-builder.js';

/** Keeps on each mail account what its server last refused, and how many connections it accepts; see docs/state.md. */
export function addAccountEvidence(builder: MigrationBuilder): void {
  const { knex } = builder;
  const { time, text, key } = builder.columns;
  builder.change((schema) =>
    schema.alterTable('mail_accounts', (table) => {
      time(table, 'suspected_since');
      time(table, 'refused_at');
      key(table, 'refused_phase', 20);
      text(table, 'refusal', 1000);
      table.integer('rests').notNullable().defaultTo(knex.raw('0'));
      time(table, 'rests_until');
      table.integer('accepted_connections');
      time(table, 'connections_until');
    }),
  );
}
