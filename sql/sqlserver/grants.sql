-- The least rights the tool runs with: it reads the views of the source contract and writes its own tables, no more.
-- Run by a database administrator in the office's database, after state.sql and the views are there; again after a newer state.sql.
-- The schema belongs to dbo, as Mobevo's tables do: by ownership chaining the views may be read without a right on the
-- tables behind them. For the same reason nobody else gets ALTER or CREATE VIEW in it: a view of theirs could read everything.

IF DATABASE_PRINCIPAL_ID('mobevo_notify_runtime') IS NULL CREATE ROLE [mobevo_notify_runtime];
GO

GRANT SELECT ON [mobevo_notify].[source_users] TO [mobevo_notify_runtime];
GRANT SELECT ON [mobevo_notify].[source_clients] TO [mobevo_notify_runtime];
GRANT SELECT ON [mobevo_notify].[source_guardians] TO [mobevo_notify_runtime];
GRANT SELECT ON [mobevo_notify].[source_audits] TO [mobevo_notify_runtime];
GRANT SELECT ON [mobevo_notify].[source_audit_findings] TO [mobevo_notify_runtime];
GRANT SELECT ON [mobevo_notify].[source_document_deliveries] TO [mobevo_notify_runtime];
GRANT SELECT ON [mobevo_notify].[source_invoice_approvals] TO [mobevo_notify_runtime];
GRANT SELECT ON [mobevo_notify].[source_panel_activities] TO [mobevo_notify_runtime];
GRANT SELECT ON [mobevo_notify].[source_absences] TO [mobevo_notify_runtime];
-- This view is optional.
IF OBJECT_ID('[mobevo_notify].[source_deputies]') IS NOT NULL
  GRANT SELECT ON [mobevo_notify].[source_deputies] TO [mobevo_notify_runtime];

GRANT SELECT ON [mobevo_notify].[migrations] TO [mobevo_notify_runtime];
GRANT SELECT, INSERT, UPDATE, DELETE ON [mobevo_notify].[runs] TO [mobevo_notify_runtime];
GRANT SELECT, INSERT, UPDATE, DELETE ON [mobevo_notify].[activations] TO [mobevo_notify_runtime];
GRANT SELECT, INSERT, UPDATE, DELETE ON [mobevo_notify].[slots] TO [mobevo_notify_runtime];
GRANT SELECT, INSERT, UPDATE, DELETE ON [mobevo_notify].[planned_slots] TO [mobevo_notify_runtime];
GRANT SELECT, INSERT, UPDATE, DELETE ON [mobevo_notify].[planned_deputies] TO [mobevo_notify_runtime];
GRANT SELECT, INSERT, UPDATE, DELETE ON [mobevo_notify].[held_plans] TO [mobevo_notify_runtime];
GRANT SELECT, INSERT, UPDATE, DELETE ON [mobevo_notify].[standing_faults] TO [mobevo_notify_runtime];
GRANT SELECT, INSERT, UPDATE, DELETE ON [mobevo_notify].[planned_events] TO [mobevo_notify_runtime];
GRANT SELECT, INSERT, UPDATE, DELETE ON [mobevo_notify].[known_absences] TO [mobevo_notify_runtime];
GRANT SELECT, INSERT, UPDATE, DELETE ON [mobevo_notify].[absence_changes] TO [mobevo_notify_runtime];
GRANT SELECT, INSERT, UPDATE, DELETE ON [mobevo_notify].[messages] TO [mobevo_notify_runtime];
GRANT SELECT, INSERT, UPDATE, DELETE ON [mobevo_notify].[message_events] TO [mobevo_notify_runtime];
GRANT SELECT, INSERT, UPDATE, DELETE ON [mobevo_notify].[attempts] TO [mobevo_notify_runtime];
GRANT SELECT, INSERT, UPDATE, DELETE ON [mobevo_notify].[issue_reports] TO [mobevo_notify_runtime];
GRANT SELECT, INSERT, UPDATE, DELETE ON [mobevo_notify].[mail_accounts] TO [mobevo_notify_runtime];
GRANT SELECT, INSERT, UPDATE, DELETE ON [mobevo_notify].[account_usage] TO [mobevo_notify_runtime];
GRANT SELECT, INSERT, UPDATE, DELETE ON [mobevo_notify].[account_connections] TO [mobevo_notify_runtime];
GRANT SELECT, INSERT, UPDATE, DELETE ON [mobevo_notify].[alerts] TO [mobevo_notify_runtime];
GO

-- Who runs the tool: a login of the server, or [DOMAIN\account] with CREATE LOGIN … FROM WINDOWS.
-- CREATE LOGIN [mobevo_notify_login] WITH PASSWORD = '…';
-- CREATE USER [mobevo_notify_user] FOR LOGIN [mobevo_notify_login];
-- ALTER ROLE [mobevo_notify_runtime] ADD MEMBER [mobevo_notify_user];
