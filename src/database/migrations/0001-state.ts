import type { MigrationBuilder } from './migration-builder.js';

/** Creates the tables of the outbox and of planning; docs/state.md describes them. */
export function createState(builder: MigrationBuilder): void {
  createRuns(builder);
  createPlanning(builder);
  createAbsences(builder);
  createMessages(builder);
}

function createRuns(builder: MigrationBuilder): void {
  const { time, text } = builder.columns;
  builder.createTable('runs', (table) => {
    table.bigIncrements('id');
    time(table, 'started_at').notNullable();
    time(table, 'finished_at').notNullable();
    text(table, 'host', 255).notNullable();
    text(table, 'version', 50).notNullable();
    table.integer('exit_code').notNullable();
    for (const count of ['planned', 'sent', 'deferred', 'failed', 'unknown', 'skipped'])
      table.integer(count).notNullable();
    table.index(['started_at'], 'runs_by_start');
  });
}

function createPlanning(builder: MigrationBuilder): void {
  const { knex } = builder;
  const { bigint, time, key } = builder.columns;
  builder.createTable('activations', (table) => {
    table.bigIncrements('id');
    key(table, 'kind', 40).notNullable();
    time(table, 'started_at').notNullable();
    time(table, 'covers_from').notNullable();
    time(table, 'ended_at');
    table.unique(['kind'], { indexName: 'activations_open', predicate: knex.whereNull('ended_at') });
  });
  builder.createTable('slots', (table) => {
    key(table, 'kind', 40).notNullable().primary();
    time(table, 'slot').notNullable();
    time(table, 'planned_at').notNullable();
  });
  builder.createTable(
    'planned_events',
    (table) => {
      key(table, 'kind', 40).notNullable();
      bigint(table, 'event_id').notNullable();
      time(table, 'occurred_at').notNullable();
      key(table, 'state', 20).notNullable();
      time(table, 'slot');
      table.primary(['kind', 'event_id']);
      table.index(['kind', 'slot', 'state'], 'planned_events_by_slot');
      // knex compiles a predicate without its bindings.
      const predicate = knex.whereRaw("state = 'waiting'");
      table.index(['kind', 'occurred_at'], 'planned_events_waiting', { predicate });
      table.index(['kind', 'occurred_at'], 'planned_events_by_time');
    },
    { isClustered: true },
  );
}

function createAbsences(builder: MigrationBuilder): void {
  const { bigint, time, date, text, key } = builder.columns;
  builder.createTable('known_absences', (table) => {
    bigint(table, 'absence_id').notNullable().primary();
    text(table, 'person', 200).notNullable();
    bigint(table, 'client_id');
    text(table, 'absence_type', 200);
    date(table, 'date_from').notNullable();
    date(table, 'date_to').notNullable();
    key(table, 'fingerprint', 700).notNullable();
  });
  builder.createTable('absence_changes', (table) => {
    table.bigIncrements('id');
    bigint(table, 'absence_id').notNullable();
    key(table, 'change', 10).notNullable();
    text(table, 'person', 200).notNullable();
    bigint(table, 'client_id');
    text(table, 'absence_type', 200);
    date(table, 'date_from').notNullable();
    date(table, 'date_to').notNullable();
    date(table, 'previous_from');
    date(table, 'previous_to');
    time(table, 'slot').notNullable();
    time(table, 'detected_at').notNullable();
    table.index(['detected_at'], 'absence_changes_by_time');
  });
  builder.createUniqueIndex('absence_changes_once', 'absence_changes', ['slot', 'absence_id']);
}

function createMessages(builder: MigrationBuilder): void {
  const { knex } = builder;
  const { bigint, time, date, text, key } = builder.columns;
  builder.createTable('messages', (table) => {
    table.bigIncrements('id');
    key(table, 'idempotency_key', 450).notNullable();
    key(table, 'kind', 40).notNullable();
    time(table, 'slot').notNullable();
    date(table, 'reference_day');
    key(table, 'recipient', 340).notNullable();
    bigint(table, 'user_id');
    text(table, 'address', 320);
    key(table, 'state', 10).notNullable();
    key(table, 'reason', 40);
    time(table, 'created_at').notNullable();
    time(table, 'next_attempt_at');
    key(table, 'lease_owner', 80);
    time(table, 'lease_until');
    // A raw value, because knex writes numbers as texts.
    table.integer('attempt').notNullable().defaultTo(knex.raw('0'));
    table.integer('deferrals').notNullable().defaultTo(knex.raw('0'));
    time(table, 'first_reply_at');
    key(table, 'message_id', 255);
    time(table, 'finished_at');
    table.index(['state', 'next_attempt_at', 'id'], 'messages_by_state');
    table.index(['kind', 'slot', 'user_id'], 'messages_by_slot');
    table.index(['kind', 'recipient', 'reference_day'], 'messages_by_recipient');
    table.index(['lease_owner'], 'messages_leased', { predicate: knex.whereNotNull('lease_owner') });
    table.index(['created_at'], 'messages_by_creation');
  });
  builder.createUniqueIndex('messages_once', 'messages', ['idempotency_key']);
  builder.createTable(
    'message_events',
    (table) => {
      bigint(table, 'message_id').notNullable();
      bigint(table, 'event_id').notNullable();
      table.primary(['message_id', 'event_id']);
    },
    { isClustered: true },
  );
  builder.createTable('attempts', (table) => {
    table.bigIncrements('id');
    bigint(table, 'message_id').notNullable();
    table.integer('attempt').notNullable();
    text(table, 'address', 320).notNullable();
    text(table, 'account', 400).notNullable();
    time(table, 'started_at').notNullable();
    time(table, 'finished_at');
    key(table, 'phase', 20);
    key(table, 'outcome', 20);
    table.integer('reply_code');
    key(table, 'enhanced_code', 12);
    text(table, 'reply_text', 1000);
    table.index(['started_at'], 'attempts_by_start');
  });
  builder.createUniqueIndex('attempts_once', 'attempts', ['message_id', 'attempt']);
}
