-- State tables of mobevo-notify, for a login that may create tables; made once, and again for each newer version.
-- Made by: npm run generate

SET QUOTED_IDENTIFIER ON;
SET XACT_ABORT ON;
GO

IF SCHEMA_ID('mobevo_notify') IS NULL EXEC('CREATE SCHEMA [mobevo_notify] AUTHORIZATION dbo')
GO

IF OBJECT_ID('[mobevo_notify].[migrations]') IS NULL
CREATE TABLE [mobevo_notify].[migrations] (
  [version] int not null,
  [applied_at] datetime2(3) not null,
  CONSTRAINT [migrations_pkey] PRIMARY KEY ([version])
);
GO

IF NOT EXISTS (SELECT 1 FROM [mobevo_notify].[migrations] WHERE version = 1)
BEGIN TRY
BEGIN TRANSACTION;
CREATE TABLE [mobevo_notify].[runs] (
  [id] bigint identity(1,1) not null primary key,
  [started_at] datetime2(3) not null,
  [finished_at] datetime2(3) not null,
  [host] nvarchar(255) not null,
  [version] nvarchar(50) not null,
  [exit_code] int not null,
  [planned] int not null,
  [sent] int not null,
  [deferred] int not null,
  [failed] int not null,
  [unknown] int not null,
  [skipped] int not null
);

CREATE INDEX [runs_by_start] ON [mobevo_notify].[runs] ([started_at]);

ALTER TABLE [mobevo_notify].[runs] SET (LOCK_ESCALATION = DISABLE);

CREATE TABLE [mobevo_notify].[activations] (
  [id] bigint identity(1,1) not null primary key,
  [kind] nvarchar(40) COLLATE Latin1_General_BIN2 not null,
  [started_at] datetime2(3) not null,
  [covers_from] datetime2(3) not null,
  [ended_at] datetime2(3)
);

CREATE UNIQUE INDEX [activations_open] ON [mobevo_notify].[activations] ([kind]) where [ended_at] is null;

ALTER TABLE [mobevo_notify].[activations] SET (LOCK_ESCALATION = DISABLE);

CREATE TABLE [mobevo_notify].[slots] (
  [kind] nvarchar(40) COLLATE Latin1_General_BIN2 not null,
  [slot] datetime2(3) not null,
  [planned_at] datetime2(3) not null,
  CONSTRAINT [slots_pkey] PRIMARY KEY ([kind])
);

ALTER TABLE [mobevo_notify].[slots] SET (LOCK_ESCALATION = DISABLE);

CREATE TABLE [mobevo_notify].[planned_events] (
  [kind] nvarchar(40) COLLATE Latin1_General_BIN2 not null,
  [event_id] bigint not null,
  [occurred_at] datetime2(3) not null,
  [state] nvarchar(20) COLLATE Latin1_General_BIN2 not null,
  [slot] datetime2(3),
  CONSTRAINT [planned_events_pkey] PRIMARY KEY ([kind], [event_id])
);

CREATE INDEX [planned_events_by_slot] ON [mobevo_notify].[planned_events] ([kind], [slot], [state]);

CREATE INDEX [planned_events_waiting] ON [mobevo_notify].[planned_events] ([kind], [occurred_at]) where state = 'waiting';

CREATE INDEX [planned_events_by_time] ON [mobevo_notify].[planned_events] ([kind], [occurred_at]);

ALTER TABLE [mobevo_notify].[planned_events] SET (LOCK_ESCALATION = DISABLE);

CREATE TABLE [mobevo_notify].[known_absences] (
  [absence_id] bigint not null,
  [person] nvarchar(200) not null,
  [client_id] bigint,
  [absence_type] nvarchar(200),
  [date_from] date not null,
  [date_to] date not null,
  [fingerprint] nvarchar(700) COLLATE Latin1_General_BIN2 not null,
  CONSTRAINT [known_absences_pkey] PRIMARY KEY ([absence_id])
);

ALTER TABLE [mobevo_notify].[known_absences] SET (LOCK_ESCALATION = DISABLE);

CREATE TABLE [mobevo_notify].[absence_changes] (
  [id] bigint identity(1,1) not null primary key,
  [absence_id] bigint not null,
  [change] nvarchar(10) COLLATE Latin1_General_BIN2 not null,
  [person] nvarchar(200) not null,
  [client_id] bigint,
  [absence_type] nvarchar(200),
  [date_from] date not null,
  [date_to] date not null,
  [previous_from] date,
  [previous_to] date,
  [slot] datetime2(3) not null,
  [detected_at] datetime2(3) not null
);

CREATE INDEX [absence_changes_by_time] ON [mobevo_notify].[absence_changes] ([detected_at]);

ALTER TABLE [mobevo_notify].[absence_changes] SET (LOCK_ESCALATION = DISABLE);

CREATE UNIQUE INDEX [absence_changes_once] ON [mobevo_notify].[absence_changes] ([slot], [absence_id]);

CREATE TABLE [mobevo_notify].[messages] (
  [id] bigint identity(1,1) not null primary key,
  [idempotency_key] nvarchar(450) COLLATE Latin1_General_BIN2 not null,
  [kind] nvarchar(40) COLLATE Latin1_General_BIN2 not null,
  [slot] datetime2(3) not null,
  [reference_day] date,
  [recipient] nvarchar(340) COLLATE Latin1_General_BIN2 not null,
  [user_id] bigint,
  [address] nvarchar(320),
  [state] nvarchar(10) COLLATE Latin1_General_BIN2 not null,
  [reason] nvarchar(40) COLLATE Latin1_General_BIN2,
  [created_at] datetime2(3) not null,
  [next_attempt_at] datetime2(3),
  [lease_owner] nvarchar(80) COLLATE Latin1_General_BIN2,
  [lease_until] datetime2(3),
  [attempt] int not null CONSTRAINT [messages_attempt_default] DEFAULT 0,
  [deferrals] int not null CONSTRAINT [messages_deferrals_default] DEFAULT 0,
  [first_reply_at] datetime2(3),
  [message_id] nvarchar(255) COLLATE Latin1_General_BIN2,
  [finished_at] datetime2(3)
);

CREATE INDEX [messages_by_state] ON [mobevo_notify].[messages] ([state], [next_attempt_at], [id]);

CREATE INDEX [messages_by_slot] ON [mobevo_notify].[messages] ([kind], [slot], [user_id]);

CREATE INDEX [messages_by_recipient] ON [mobevo_notify].[messages] ([kind], [recipient], [reference_day]);

CREATE INDEX [messages_leased] ON [mobevo_notify].[messages] ([lease_owner]) where [lease_owner] is not null;

CREATE INDEX [messages_by_creation] ON [mobevo_notify].[messages] ([created_at]);

ALTER TABLE [mobevo_notify].[messages] SET (LOCK_ESCALATION = DISABLE);

CREATE UNIQUE INDEX [messages_once] ON [mobevo_notify].[messages] ([idempotency_key]);

CREATE TABLE [mobevo_notify].[message_events] (
  [message_id] bigint not null,
  [event_id] bigint not null,
  CONSTRAINT [message_events_pkey] PRIMARY KEY ([message_id], [event_id])
);

ALTER TABLE [mobevo_notify].[message_events] SET (LOCK_ESCALATION = DISABLE);

CREATE TABLE [mobevo_notify].[attempts] (
  [id] bigint identity(1,1) not null primary key,
  [message_id] bigint not null,
  [attempt] int not null,
  [address] nvarchar(320) not null,
  [account] nvarchar(400) not null,
  [started_at] datetime2(3) not null,
  [finished_at] datetime2(3),
  [phase] nvarchar(20) COLLATE Latin1_General_BIN2,
  [outcome] nvarchar(20) COLLATE Latin1_General_BIN2,
  [reply_code] int,
  [enhanced_code] nvarchar(12) COLLATE Latin1_General_BIN2,
  [reply_text] nvarchar(1000)
);

CREATE INDEX [attempts_by_start] ON [mobevo_notify].[attempts] ([started_at]);

ALTER TABLE [mobevo_notify].[attempts] SET (LOCK_ESCALATION = DISABLE);

CREATE UNIQUE INDEX [attempts_once] ON [mobevo_notify].[attempts] ([message_id], [attempt]);

INSERT INTO [mobevo_notify].[migrations] (version, applied_at) VALUES (1, SYSUTCDATETIME());
COMMIT;
END TRY
BEGIN CATCH
IF @@TRANCOUNT > 0 ROLLBACK;
THROW;
END CATCH
GO

IF NOT EXISTS (SELECT 1 FROM [mobevo_notify].[migrations] WHERE version = 2)
BEGIN TRY
BEGIN TRANSACTION;
CREATE TABLE [mobevo_notify].[notices] (
  [name] nvarchar(80) COLLATE Latin1_General_BIN2 not null,
  [fingerprint] nvarchar(64) COLLATE Latin1_General_BIN2 not null,
  [told_on] date not null,
  CONSTRAINT [notices_pkey] PRIMARY KEY ([name])
);

ALTER TABLE [mobevo_notify].[notices] SET (LOCK_ESCALATION = DISABLE);

INSERT INTO [mobevo_notify].[migrations] (version, applied_at) VALUES (2, SYSUTCDATETIME());
COMMIT;
END TRY
BEGIN CATCH
IF @@TRANCOUNT > 0 ROLLBACK;
THROW;
END CATCH
GO

IF NOT EXISTS (SELECT 1 FROM [mobevo_notify].[migrations] WHERE version = 3)
BEGIN TRY
BEGIN TRANSACTION;
CREATE TABLE [mobevo_notify].[mail_accounts] (
  [account] nvarchar(400) COLLATE Latin1_General_BIN2 not null,
  [worked_at] datetime2(3),
  CONSTRAINT [mail_accounts_pkey] PRIMARY KEY ([account])
);

ALTER TABLE [mobevo_notify].[mail_accounts] SET (LOCK_ESCALATION = DISABLE);

CREATE TABLE [mobevo_notify].[account_usage] (
  [account] nvarchar(400) COLLATE Latin1_General_BIN2 not null,
  [span] nvarchar(10) COLLATE Latin1_General_BIN2 not null,
  [started_at] datetime2(3) not null,
  [messages] int not null,
  CONSTRAINT [account_usage_pkey] PRIMARY KEY ([account], [span], [started_at])
);

ALTER TABLE [mobevo_notify].[account_usage] SET (LOCK_ESCALATION = DISABLE);

CREATE TABLE [mobevo_notify].[account_connections] (
  [account] nvarchar(400) COLLATE Latin1_General_BIN2 not null,
  [position] int not null,
  [lease_owner] nvarchar(80) COLLATE Latin1_General_BIN2 not null,
  [lease_until] datetime2(3) not null,
  CONSTRAINT [account_connections_pkey] PRIMARY KEY ([account], [position])
);

ALTER TABLE [mobevo_notify].[account_connections] SET (LOCK_ESCALATION = DISABLE);

CREATE TABLE [mobevo_notify].[alerts] (
  [day] date not null,
  [sent_at] datetime2(3) not null,
  CONSTRAINT [alerts_pkey] PRIMARY KEY ([day])
);

ALTER TABLE [mobevo_notify].[alerts] SET (LOCK_ESCALATION = DISABLE);

INSERT INTO [mobevo_notify].[migrations] (version, applied_at) VALUES (3, SYSUTCDATETIME());
COMMIT;
END TRY
BEGIN CATCH
IF @@TRANCOUNT > 0 ROLLBACK;
THROW;
END CATCH
GO

IF NOT EXISTS (SELECT 1 FROM [mobevo_notify].[migrations] WHERE version = 4)
BEGIN TRY
BEGIN TRANSACTION;
exec sp_rename '[mobevo_notify].[notices]', 'issue_reports', 'OBJECT';

exec sp_rename '[mobevo_notify].[issue_reports].told_on', 'reported_on', 'COLUMN';

exec sp_rename '[mobevo_notify].[mail_accounts].worked_at', 'last_success_at', 'COLUMN';

exec sp_rename '[mobevo_notify].[activations].covers_from', 'tracked_since', 'COLUMN';

exec sp_rename '[mobevo_notify].[account_usage].span', 'quota_window', 'COLUMN';

exec sp_rename '[mobevo_notify].[messages].first_reply_at', 'first_refusal_at', 'COLUMN';

UPDATE [mobevo_notify].[attempts] SET [outcome] = 'requeued' WHERE [outcome] = 'returned';

UPDATE [mobevo_notify].[attempts] SET [outcome] = 'suspected' WHERE [outcome] = 'doubted';

INSERT INTO [mobevo_notify].[migrations] (version, applied_at) VALUES (4, SYSUTCDATETIME());
COMMIT;
END TRY
BEGIN CATCH
IF @@TRANCOUNT > 0 ROLLBACK;
THROW;
END CATCH
GO
