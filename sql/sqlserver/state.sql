-- State tables of mobevo-notify, for a login that may create tables; made once, and again for each newer version.
-- Made by: npm run generate

SET QUOTED_IDENTIFIER ON;
SET XACT_ABORT ON;
GO

IF SCHEMA_ID('mobevo_notify') IS NULL EXEC('CREATE SCHEMA [mobevo_notify] AUTHORIZATION dbo')
GO

IF OBJECT_ID('[mobevo_notify].[migrations]') IS NULL
CREATE TABLE [mobevo_notify].[migrations] (version int NOT NULL PRIMARY KEY, applied_at datetime2(3) NOT NULL)
GO

IF NOT EXISTS (SELECT 1 FROM [mobevo_notify].[migrations] WHERE version = 1)
BEGIN
BEGIN TRANSACTION;
CREATE TABLE [mobevo_notify].[runs] (
      id bigint IDENTITY(1,1) NOT NULL PRIMARY KEY,
      started_at datetime2(3) NOT NULL,
      finished_at datetime2(3) NOT NULL,
      host nvarchar(255) NOT NULL,
      version nvarchar(50) NOT NULL,
      exit_code int NOT NULL,
      planned int NOT NULL,
      sent int NOT NULL,
      deferred int NOT NULL,
      failed int NOT NULL,
      unknown int NOT NULL,
      skipped int NOT NULL
);

CREATE INDEX runs_by_start ON [mobevo_notify].[runs] (started_at);

CREATE TABLE [mobevo_notify].[activations] (
      id bigint IDENTITY(1,1) NOT NULL PRIMARY KEY,
      kind nvarchar(40) COLLATE Latin1_General_BIN2 NOT NULL,
      started_at datetime2(3) NOT NULL,
      covers_from datetime2(3) NOT NULL,
      ended_at datetime2(3)
);

CREATE UNIQUE INDEX activations_open ON [mobevo_notify].[activations] (kind) WHERE ended_at IS NULL;

CREATE TABLE [mobevo_notify].[slots] (
      kind nvarchar(40) COLLATE Latin1_General_BIN2 NOT NULL PRIMARY KEY,
      slot datetime2(3) NOT NULL,
      planned_at datetime2(3) NOT NULL
);

CREATE TABLE [mobevo_notify].[planned_events] (
      kind nvarchar(40) COLLATE Latin1_General_BIN2 NOT NULL,
      event_id bigint NOT NULL,
      occurred_at datetime2(3) NOT NULL,
      state nvarchar(20) COLLATE Latin1_General_BIN2 NOT NULL,
      slot datetime2(3),
      PRIMARY KEY (kind, event_id)
);

CREATE INDEX planned_events_by_slot ON [mobevo_notify].[planned_events] (kind, slot, state);

CREATE INDEX planned_events_waiting ON [mobevo_notify].[planned_events] (kind, occurred_at) WHERE state = 'waiting';

CREATE INDEX planned_events_by_time ON [mobevo_notify].[planned_events] (kind, occurred_at);

CREATE TABLE [mobevo_notify].[known_absences] (
      absence_id bigint NOT NULL PRIMARY KEY,
      person nvarchar(200) NOT NULL,
      client_id bigint,
      absence_type nvarchar(200),
      date_from date NOT NULL,
      date_to date NOT NULL,
      fingerprint nvarchar(700) COLLATE Latin1_General_BIN2 NOT NULL
);

CREATE TABLE [mobevo_notify].[absence_changes] (
      id bigint IDENTITY(1,1) NOT NULL PRIMARY KEY,
      absence_id bigint NOT NULL,
      change nvarchar(10) COLLATE Latin1_General_BIN2 NOT NULL,
      person nvarchar(200) NOT NULL,
      client_id bigint,
      absence_type nvarchar(200),
      date_from date NOT NULL,
      date_to date NOT NULL,
      previous_from date,
      previous_to date,
      slot datetime2(3) NOT NULL,
      detected_at datetime2(3) NOT NULL
);

CREATE UNIQUE INDEX absence_changes_once ON [mobevo_notify].[absence_changes] (slot, absence_id);

CREATE INDEX absence_changes_by_time ON [mobevo_notify].[absence_changes] (detected_at);

CREATE TABLE [mobevo_notify].[messages] (
      id bigint IDENTITY(1,1) NOT NULL PRIMARY KEY,
      idempotency_key nvarchar(450) COLLATE Latin1_General_BIN2 NOT NULL,
      kind nvarchar(40) COLLATE Latin1_General_BIN2 NOT NULL,
      slot datetime2(3) NOT NULL,
      reference_day date,
      recipient nvarchar(340) COLLATE Latin1_General_BIN2 NOT NULL,
      user_id bigint,
      address nvarchar(320),
      state nvarchar(10) COLLATE Latin1_General_BIN2 NOT NULL,
      reason nvarchar(40) COLLATE Latin1_General_BIN2,
      created_at datetime2(3) NOT NULL,
      next_attempt_at datetime2(3),
      lease_owner nvarchar(80) COLLATE Latin1_General_BIN2,
      lease_until datetime2(3),
      attempt int NOT NULL DEFAULT 0,
      deferrals int NOT NULL DEFAULT 0,
      first_reply_at datetime2(3),
      message_id nvarchar(255) COLLATE Latin1_General_BIN2,
      finished_at datetime2(3)
);

CREATE UNIQUE INDEX messages_once ON [mobevo_notify].[messages] (idempotency_key);

CREATE INDEX messages_by_state ON [mobevo_notify].[messages] (state, next_attempt_at, id);

CREATE INDEX messages_by_slot ON [mobevo_notify].[messages] (kind, slot, user_id);

CREATE INDEX messages_by_recipient ON [mobevo_notify].[messages] (kind, recipient, reference_day);

CREATE INDEX messages_leased ON [mobevo_notify].[messages] (lease_owner) WHERE lease_owner IS NOT NULL;

CREATE INDEX messages_by_creation ON [mobevo_notify].[messages] (created_at);

CREATE TABLE [mobevo_notify].[message_events] (
      message_id bigint NOT NULL,
      event_id bigint NOT NULL,
      PRIMARY KEY (message_id, event_id)
);

CREATE TABLE [mobevo_notify].[attempts] (
      id bigint IDENTITY(1,1) NOT NULL PRIMARY KEY,
      message_id bigint NOT NULL,
      attempt int NOT NULL,
      address nvarchar(320) NOT NULL,
      account nvarchar(400) NOT NULL,
      started_at datetime2(3) NOT NULL,
      finished_at datetime2(3),
      phase nvarchar(20) COLLATE Latin1_General_BIN2,
      outcome nvarchar(20) COLLATE Latin1_General_BIN2,
      reply_code int,
      enhanced_code nvarchar(12) COLLATE Latin1_General_BIN2,
      reply_text nvarchar(1000)
);

CREATE UNIQUE INDEX attempts_once ON [mobevo_notify].[attempts] (message_id, attempt);

CREATE INDEX attempts_by_start ON [mobevo_notify].[attempts] (started_at);

ALTER TABLE [mobevo_notify].[runs] SET (LOCK_ESCALATION = DISABLE);

ALTER TABLE [mobevo_notify].[activations] SET (LOCK_ESCALATION = DISABLE);

ALTER TABLE [mobevo_notify].[slots] SET (LOCK_ESCALATION = DISABLE);

ALTER TABLE [mobevo_notify].[planned_events] SET (LOCK_ESCALATION = DISABLE);

ALTER TABLE [mobevo_notify].[known_absences] SET (LOCK_ESCALATION = DISABLE);

ALTER TABLE [mobevo_notify].[absence_changes] SET (LOCK_ESCALATION = DISABLE);

ALTER TABLE [mobevo_notify].[messages] SET (LOCK_ESCALATION = DISABLE);

ALTER TABLE [mobevo_notify].[message_events] SET (LOCK_ESCALATION = DISABLE);

ALTER TABLE [mobevo_notify].[attempts] SET (LOCK_ESCALATION = DISABLE);

INSERT INTO [mobevo_notify].[migrations] (version, applied_at) VALUES (1, SYSUTCDATETIME());
COMMIT;
END
GO

IF NOT EXISTS (SELECT 1 FROM [mobevo_notify].[migrations] WHERE version = 2)
BEGIN
BEGIN TRANSACTION;
CREATE TABLE [mobevo_notify].[notices] (
      name nvarchar(80) COLLATE Latin1_General_BIN2 NOT NULL PRIMARY KEY,
      fingerprint nvarchar(64) COLLATE Latin1_General_BIN2 NOT NULL,
      told_on date NOT NULL
);

ALTER TABLE [mobevo_notify].[notices] SET (LOCK_ESCALATION = DISABLE);

INSERT INTO [mobevo_notify].[migrations] (version, applied_at) VALUES (2, SYSUTCDATETIME());
COMMIT;
END
GO

IF NOT EXISTS (SELECT 1 FROM [mobevo_notify].[migrations] WHERE version = 3)
BEGIN
BEGIN TRANSACTION;
CREATE TABLE [mobevo_notify].[mail_accounts] (
      account nvarchar(400) COLLATE Latin1_General_BIN2 NOT NULL PRIMARY KEY,
      worked_at datetime2(3)
);

CREATE TABLE [mobevo_notify].[account_usage] (
      account nvarchar(400) COLLATE Latin1_General_BIN2 NOT NULL,
      span nvarchar(10) COLLATE Latin1_General_BIN2 NOT NULL,
      started_at datetime2(3) NOT NULL,
      messages int NOT NULL,
      PRIMARY KEY (account, span, started_at)
);

CREATE TABLE [mobevo_notify].[account_connections] (
      account nvarchar(400) COLLATE Latin1_General_BIN2 NOT NULL,
      position int NOT NULL,
      lease_owner nvarchar(80) COLLATE Latin1_General_BIN2 NOT NULL,
      lease_until datetime2(3) NOT NULL,
      PRIMARY KEY (account, position)
);

CREATE TABLE [mobevo_notify].[alerts] (
      day date NOT NULL PRIMARY KEY,
      sent_at datetime2(3) NOT NULL
);

ALTER TABLE [mobevo_notify].[mail_accounts] SET (LOCK_ESCALATION = DISABLE);

ALTER TABLE [mobevo_notify].[account_usage] SET (LOCK_ESCALATION = DISABLE);

ALTER TABLE [mobevo_notify].[account_connections] SET (LOCK_ESCALATION = DISABLE);

ALTER TABLE [mobevo_notify].[alerts] SET (LOCK_ESCALATION = DISABLE);

INSERT INTO [mobevo_notify].[migrations] (version, applied_at) VALUES (3, SYSUTCDATETIME());
COMMIT;
END
GO
