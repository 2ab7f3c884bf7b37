-- The source contract as tables: the columns and types that your views must have.
-- Made by: npm run generate

CREATE TABLE [mobevo_notify].[source_users] (
  [user_id] bigint not null,
  [display_name] nvarchar(200) not null,
  [email] nvarchar(320),
  [is_blocked] bit not null,
  [locale] nvarchar(10),
  CONSTRAINT [source_users_pkey] PRIMARY KEY ([user_id])
);

CREATE TABLE [mobevo_notify].[source_clients] (
  [client_id] bigint not null,
  [name] nvarchar(300) not null,
  [tax_id] nvarchar(30),
  CONSTRAINT [source_clients_pkey] PRIMARY KEY ([client_id])
);

CREATE TABLE [mobevo_notify].[source_guardians] (
  [client_id] bigint not null,
  [user_id] bigint not null,
  [role] nvarchar(20) not null,
  CONSTRAINT [source_guardians_pkey] PRIMARY KEY ([client_id], [role], [user_id])
);

CREATE TABLE [mobevo_notify].[source_audits] (
  [event_id] bigint not null,
  [occurred_at] datetime2(3) not null,
  [client_id] bigint not null,
  [period] nvarchar(50),
  [started_by] nvarchar(200),
  [error_count] int,
  [warning_count] int,
  [report_url] nvarchar(500),
  CONSTRAINT [source_audits_pkey] PRIMARY KEY ([event_id])
);

CREATE INDEX [source_audits_by_occurred_at] ON [mobevo_notify].[source_audits] ([occurred_at]);

CREATE TABLE [mobevo_notify].[source_audit_findings] (
  [event_id] bigint not null,
  [code] nvarchar(50),
  [title] nvarchar(500) not null,
  [severity] nvarchar(20) not null,
  [finding_count] int not null
);

CREATE INDEX [source_audit_findings_by_event_id] ON [mobevo_notify].[source_audit_findings] ([event_id]);

CREATE TABLE [mobevo_notify].[source_document_deliveries] (
  [event_id] bigint not null,
  [occurred_at] datetime2(3) not null,
  [client_id] bigint not null,
  [period] nvarchar(50),
  [delivered_on] date,
  [delivered_by] nvarchar(200),
  [received_by] nvarchar(200),
  [document_kinds] nvarchar(500),
  [document_count] int,
  [remarks] nvarchar(2000),
  CONSTRAINT [source_document_deliveries_pkey] PRIMARY KEY ([event_id])
);

CREATE INDEX [source_document_deliveries_by_occurred_at] ON [mobevo_notify].[source_document_deliveries] ([occurred_at]);

CREATE TABLE [mobevo_notify].[source_invoice_approvals] (
  [event_id] bigint not null,
  [occurred_at] datetime2(3) not null,
  [user_id] bigint not null,
  [client_id] bigint,
  [invoice_kind] nvarchar(50),
  CONSTRAINT [source_invoice_approvals_pkey] PRIMARY KEY ([event_id])
);

CREATE INDEX [source_invoice_approvals_by_occurred_at_user_id] ON [mobevo_notify].[source_invoice_approvals] ([occurred_at], [user_id]);

CREATE TABLE [mobevo_notify].[source_panel_activities] (
  [event_id] bigint not null,
  [occurred_at] datetime2(3) not null,
  [client_id] bigint not null,
  [department] nvarchar(20) not null,
  [activity] nvarchar(200) not null,
  [actor] nvarchar(200),
  [subject] nvarchar(500),
  CONSTRAINT [source_panel_activities_pkey] PRIMARY KEY ([event_id])
);

CREATE INDEX [source_panel_activities_by_occurred_at_department] ON [mobevo_notify].[source_panel_activities] ([occurred_at], [department]);

CREATE TABLE [mobevo_notify].[source_absences] (
  [absence_id] bigint not null,
  [person] nvarchar(200) not null,
  [client_id] bigint,
  [absence_type] nvarchar(200),
  [date_from] date not null,
  [date_to] date not null,
  [registered_at] datetime2(3),
  CONSTRAINT [source_absences_pkey] PRIMARY KEY ([absence_id])
);

CREATE INDEX [source_absences_by_date_to] ON [mobevo_notify].[source_absences] ([date_to]);
