-- The source contract as tables: what the demo office implements.
-- Made by: npm run generate

CREATE TABLE source_users (
  user_id INTEGER,
  display_name TEXT,
  email TEXT,
  is_blocked INTEGER,
  locale TEXT,
  PRIMARY KEY (user_id)
);

CREATE TABLE source_clients (
  client_id INTEGER,
  name TEXT,
  tax_id TEXT,
  PRIMARY KEY (client_id)
);

CREATE TABLE source_guardians (
  client_id INTEGER,
  user_id INTEGER,
  role TEXT,
  PRIMARY KEY (client_id, role, user_id)
);

CREATE TABLE source_audits (
  event_id INTEGER,
  occurred_at TEXT,
  client_id INTEGER,
  period TEXT,
  started_by TEXT,
  error_count INTEGER,
  warning_count INTEGER,
  report_url TEXT,
  PRIMARY KEY (event_id)
);

CREATE INDEX source_audits_by_occurred_at ON source_audits (occurred_at);

CREATE TABLE source_audit_findings (
  event_id INTEGER,
  code TEXT,
  title TEXT,
  severity TEXT,
  finding_count INTEGER
);

CREATE INDEX source_audit_findings_by_event_id ON source_audit_findings (event_id);

CREATE TABLE source_document_deliveries (
  event_id INTEGER,
  occurred_at TEXT,
  client_id INTEGER,
  period TEXT,
  delivered_on TEXT,
  delivered_by TEXT,
  received_by TEXT,
  document_kinds TEXT,
  document_count INTEGER,
  remarks TEXT,
  PRIMARY KEY (event_id)
);

CREATE INDEX source_document_deliveries_by_occurred_at ON source_document_deliveries (occurred_at);

CREATE TABLE source_invoice_approvals (
  event_id INTEGER,
  occurred_at TEXT,
  user_id INTEGER,
  client_id INTEGER,
  invoice_kind TEXT,
  PRIMARY KEY (event_id)
);

CREATE INDEX source_invoice_approvals_by_occurred_at_user_id ON source_invoice_approvals (occurred_at, user_id);

CREATE TABLE source_panel_activities (
  event_id INTEGER,
  occurred_at TEXT,
  client_id INTEGER,
  department TEXT,
  activity TEXT,
  actor TEXT,
  subject TEXT,
  PRIMARY KEY (event_id)
);

CREATE INDEX source_panel_activities_by_occurred_at_department ON source_panel_activities (occurred_at, department);

CREATE TABLE source_absences (
  absence_id INTEGER,
  person TEXT,
  client_id INTEGER,
  absence_type TEXT,
  date_from TEXT,
  date_to TEXT,
  registered_at TEXT,
  PRIMARY KEY (absence_id)
);

CREATE INDEX source_absences_by_date_to ON source_absences (date_to);
