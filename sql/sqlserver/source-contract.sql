-- The source contract as tables: the columns and types that your views must have.
-- Made by: npm run generate

CREATE TABLE [mobevo_notify].[source_users] (
  user_id bigint NOT NULL,
  display_name nvarchar(200) NOT NULL,
  email nvarchar(320),
  is_blocked bit NOT NULL,
  locale nvarchar(10),
  PRIMARY KEY (user_id)
);

CREATE TABLE [mobevo_notify].[source_clients] (
  client_id bigint NOT NULL,
  name nvarchar(300) NOT NULL,
  tax_id nvarchar(30),
  PRIMARY KEY (client_id)
);

CREATE TABLE [mobevo_notify].[source_guardians] (
  client_id bigint NOT NULL,
  user_id bigint NOT NULL,
  role nvarchar(20) NOT NULL,
  PRIMARY KEY (client_id, role, user_id)
);

CREATE TABLE [mobevo_notify].[source_audits] (
  event_id bigint NOT NULL,
  occurred_at datetime2(3) NOT NULL,
  client_id bigint NOT NULL,
  period nvarchar(50),
  started_by nvarchar(200),
  error_count int,
  warning_count int,
  report_url nvarchar(500),
  PRIMARY KEY (event_id)
);

CREATE INDEX source_audits_by_occurred_at ON [mobevo_notify].[source_audits] (occurred_at);

CREATE TABLE [mobevo_notify].[source_audit_findings] (
  event_id bigint NOT NULL,
  code nvarchar(50),
  title nvarchar(500) NOT NULL,
  severity nvarchar(20) NOT NULL,
  finding_count int NOT NULL
);

CREATE INDEX source_audit_findings_by_event_id ON [mobevo_notify].[source_audit_findings] (event_id);

CREATE TABLE [mobevo_notify].[source_document_deliveries] (
  event_id bigint NOT NULL,
  occurred_at datetime2(3) NOT NULL,
  client_id bigint NOT NULL,
  period nvarchar(50),
  delivered_on date,
  delivered_by nvarchar(200),
  received_by nvarchar(200),
  document_kinds nvarchar(500),
  document_count int,
  remarks nvarchar(2000),
  PRIMARY KEY (event_id)
);

CREATE INDEX source_document_deliveries_by_occurred_at ON [mobevo_notify].[source_document_deliveries] (occurred_at);

CREATE TABLE [mobevo_notify].[source_invoice_approvals] (
  event_id bigint NOT NULL,
  occurred_at datetime2(3) NOT NULL,
  user_id bigint NOT NULL,
  client_id bigint,
  invoice_kind nvarchar(50),
  PRIMARY KEY (event_id)
);

CREATE INDEX source_invoice_approvals_by_occurred_at_user_id ON [mobevo_notify].[source_invoice_approvals] (occurred_at, user_id);

CREATE TABLE [mobevo_notify].[source_panel_activities] (
  event_id bigint NOT NULL,
  occurred_at datetime2(3) NOT NULL,
  client_id bigint NOT NULL,
  department nvarchar(20) NOT NULL,
  activity nvarchar(200) NOT NULL,
  actor nvarchar(200),
  subject nvarchar(500),
  PRIMARY KEY (event_id)
);

CREATE INDEX source_panel_activities_by_occurred_at_department ON [mobevo_notify].[source_panel_activities] (occurred_at, department);

CREATE TABLE [mobevo_notify].[source_absences] (
  absence_id bigint NOT NULL,
  person nvarchar(200) NOT NULL,
  client_id bigint,
  absence_type nvarchar(200),
  date_from date NOT NULL,
  date_to date NOT NULL,
  registered_at datetime2(3),
  PRIMARY KEY (absence_id)
);

CREATE INDEX source_absences_by_date_to ON [mobevo_notify].[source_absences] (date_to);
