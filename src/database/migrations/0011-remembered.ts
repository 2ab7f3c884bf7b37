import type { MigrationBuilder } from './migration-builder.js';

/** Keeps how many events a kind found when it was switched on, so that an operator can be told; see docs/state.md. */
export function addRemembered(builder: MigrationBuilder): void {
  builder.change((schema) =>
    schema.alterTable('activations', (table) => {
      table.integer('remembered').notNullable().defaultTo(0);
    }),
  );
}
