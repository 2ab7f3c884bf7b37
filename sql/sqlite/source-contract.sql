-- The source contract as tables: what the demo office implements.
-- Made by: npm run generate

create table `source_users` (
  `user_id` integer,
  `display_name` text,
  `email` text,
  `is_blocked` integer,
  `locale` text,
  primary key (`user_id`)
);

create table `source_clients` (
  `client_id` integer,
  `name` text,
  `tax_id` text,
  primary key (`client_id`)
);

create table `source_guardians` (
  `client_id` integer,
  `user_id` integer,
  `role` text,
  primary key (`client_id`, `role`, `user_id`)
);

create table `source_audits` (
  `event_id` integer,
  `occurred_at` text,
  `client_id` integer,
  `period` text,
  `started_by` text,
  `error_count` integer,
  `warning_count` integer,
  `report_url` text,
  primary key (`event_id`)
);

create index `source_audits_by_occurred_at` on `source_audits` (`occurred_at`);

create table `source_audit_findings` (
  `event_id` integer,
  `code` text,
  `title` text,
  `severity` text,
  `finding_count` integer
);

create index `source_audit_findings_by_event_id` on `source_audit_findings` (`event_id`);

create table `source_document_deliveries` (
  `event_id` integer,
  `occurred_at` text,
  `client_id` integer,
  `period` text,
  `delivered_on` text,
  `delivered_by` text,
  `received_by` text,
  `document_kinds` text,
  `document_count` integer,
  `remarks` text,
  primary key (`event_id`)
);

create index `source_document_deliveries_by_occurred_at` on `source_document_deliveries` (`occurred_at`);

create table `source_invoice_approvals` (
  `event_id` integer,
  `occurred_at` text,
  `user_id` integer,
  `client_id` integer,
  `invoice_kind` text,
  primary key (`event_id`)
);

create index `source_invoice_approvals_by_occurred_at_user_id` on `source_invoice_approvals` (`occurred_at`, `user_id`);

create table `source_panel_activities` (
  `event_id` integer,
  `occurred_at` text,
  `client_id` integer,
  `department` text,
  `activity` text,
  `actor` text,
  `subject` text,
  primary key (`event_id`)
);

create index `source_panel_activities_by_occurred_at_department` on `source_panel_activities` (`occurred_at`, `department`);

create table `source_absences` (
  `absence_id` integer,
  `person` text,
  `client_id` integer,
  `absence_type` text,
  `date_from` text,
  `date_to` text,
  `registered_at` text,
  primary key (`absence_id`)
);

create index `source_absences_by_date_to` on `source_absences` (`date_to`);
