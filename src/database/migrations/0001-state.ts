import type { DdlTypes } from '../database.js';

/** Tables of the outbox and of what has been planned; states and meaning in docs/state.md. */
export function stateTables({ identity, bigint, time, date, text, key, clustered, options }: DdlTypes): string[] {
  return [
    `CREATE TABLE {runs} (
      id ${identity},
      started_at ${time} NOT NULL,
      finished_at ${time} NOT NULL,
      host ${text(255)} NOT NULL,
      version ${text(50)} NOT NULL,
      exit_code int NOT NULL,
      planned int NOT NULL,
      sent int NOT NULL,
      deferred int NOT NULL,
      failed int NOT NULL,
      unknown int NOT NULL,
      skipped int NOT NULL
    )`,
    'CREATE INDEX runs_by_start ON {runs} (started_at)',
    `CREATE TABLE {activations} (
      id ${identity},
      kind ${key(40)} NOT NULL,
      started_at ${time} NOT NULL,
      covers_from ${time} NOT NULL,
      ended_at ${time}
    )`,
    'CREATE UNIQUE INDEX activations_open ON {activations} (kind) WHERE ended_at IS NULL',
    `CREATE TABLE {slots} (
      kind ${key(40)} NOT NULL PRIMARY KEY,
      slot ${time} NOT NULL,
      planned_at ${time} NOT NULL
    )`,
    `CREATE TABLE {planned_events} (
      kind ${key(40)} NOT NULL,
      event_id ${bigint} NOT NULL,
      occurred_at ${time} NOT NULL,
      state ${key(20)} NOT NULL,
      slot ${time},
      PRIMARY KEY (kind, event_id)
    ) ${clustered}`,
    'CREATE INDEX planned_events_by_slot ON {planned_events} (kind, slot, state)',
    "CREATE INDEX planned_events_waiting ON {planned_events} (kind, occurred_at) WHERE state = 'waiting'",
    'CREATE INDEX planned_events_by_time ON {planned_events} (kind, occurred_at)',
    `CREATE TABLE {known_absences} (
      absence_id ${bigint} NOT NULL PRIMARY KEY,
      person ${text(200)} NOT NULL,
      client_id ${bigint},
      absence_type ${text(200)},
      date_from ${date} NOT NULL,
      date_to ${date} NOT NULL,
      fingerprint ${key(700)} NOT NULL
    )`,
    `CREATE TABLE {absence_changes} (
      id ${identity},
      absence_id ${bigint} NOT NULL,
      change ${key(10)} NOT NULL,
      person ${text(200)} NOT NULL,
      client_id ${bigint},
      absence_type ${text(200)},
      date_from ${date} NOT NULL,
      date_to ${date} NOT NULL,
      previous_from ${date},
      previous_to ${date},
      slot ${time} NOT NULL,
      detected_at ${time} NOT NULL
    )`,
    'CREATE UNIQUE INDEX absence_changes_once ON {absence_changes} (slot, absence_id)',
    'CREATE INDEX absence_changes_by_time ON {absence_changes} (detected_at)',
    `CREATE TABLE {messages} (
      id ${identity},
      idempotency_key ${key(450)} NOT NULL,
      kind ${key(40)} NOT NULL,
      slot ${time} NOT NULL,
      reference_day ${date},
      recipient ${key(340)} NOT NULL,
      user_id ${bigint},
      address ${text(320)},
      state ${key(10)} NOT NULL,
      reason ${key(40)},
      created_at ${time} NOT NULL,
      next_attempt_at ${time},
      lease_owner ${key(80)},
      lease_until ${time},
      attempt int NOT NULL DEFAULT 0,
      deferrals int NOT NULL DEFAULT 0,
      first_reply_at ${time},
      message_id ${key(255)},
      finished_at ${time}
    )`,
    'CREATE UNIQUE INDEX messages_once ON {messages} (idempotency_key)',
    'CREATE INDEX messages_by_state ON {messages} (state, next_attempt_at, id)',
    'CREATE INDEX messages_by_slot ON {messages} (kind, slot, user_id)',
    'CREATE INDEX messages_by_recipient ON {messages} (kind, recipient, reference_day)',
    'CREATE INDEX messages_leased ON {messages} (lease_owner) WHERE lease_owner IS NOT NULL',
    'CREATE INDEX messages_by_creation ON {messages} (created_at)',
    `CREATE TABLE {message_events} (
      message_id ${bigint} NOT NULL,
      event_id ${bigint} NOT NULL,
      PRIMARY KEY (message_id, event_id)
    ) ${clustered}`,
    `CREATE TABLE {attempts} (
      id ${identity},
      message_id ${bigint} NOT NULL,
      attempt int NOT NULL,
      address ${text(320)} NOT NULL,
      account ${text(400)} NOT NULL,
      started_at ${time} NOT NULL,
      finished_at ${time},
      phase ${key(20)},
      outcome ${key(20)},
      reply_code int,
      enhanced_code ${key(12)},
      reply_text ${text(1000)}
    )`,
    'CREATE UNIQUE INDEX attempts_once ON {attempts} (message_id, attempt)',
    'CREATE INDEX attempts_by_start ON {attempts} (started_at)',
    ...[
      'runs',
      'activations',
      'slots',
      'planned_events',
      'known_absences',
      'absence_changes',
      'messages',
      'message_events',
      'attempts',
    ].flatMap(options),
  ];
}
