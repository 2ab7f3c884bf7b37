import type { MigrationBuilder } from './migration-builder.js';

/** Creates the tables of the mail accounts' state, which the runs on all hosts share, and of alerts. */
export function createAccounts(builder: MigrationBuilder): void {
  const { time, date, key } = builder.columns;
  builder.createTable('mail_accounts', (table) => {
    key(table, 'account', 400).notNullable().primary();
    time(table, 'worked_at');
  });
  builder.createTable(
    'account_usage',
    (table) => {
      key(table, 'account', 400).notNullable();
      key(table, 'span', 10).notNullable();
      time(table, 'started_at').notNullable();
      table.integer('messages').notNullable();
      table.primary(['account', 'span', 'started_at']);
    },
    { isClustered: true },
  );
  builder.createTable(
    'account_connections',
    (table) => {
      key(table, 'account', 400).notNullable();
      table.integer('position').notNullable();
      key(table, 'lease_owner', 80).notNullable();
      time(table, 'lease_until').notNullable();
      table.primary(['account', 'position']);
    },
    { isClustered: true },
  );
  builder.createTable('alerts', (table) => {
    date(table, 'day').notNullable().primary();
    time(table, 'sent_at').notNullable();
  });
}
