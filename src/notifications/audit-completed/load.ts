import { statement, type Dialect } from '../../database/index.js';
import { usableRows } from '../../source/index.js';
import {
  byClient,
  claimBindings,
  fromClaimedEvents,
  claimedIds,
  clientColumns,
  clientNumber,
  groupBy,
  linksOf,
  type ClientRow,
} from '../claimed-events.js';
import type { Batch } from '../kind.js';
import type { Audit, AuditContent, Finding } from './content.js';

/** 20 audits with 5 findings each keep a mail below 102 kB, where Gmail cuts it. */
const shownAudits = 20;
const shownFindings = 5;

interface AuditRow extends ClientRow {
  eventId: string;
  period: string | null;
  occurredAt: string;
  startedBy: string | null;
  errors: number | null;
  warnings: number | null;
  reportUrl: string | null;
  /** Audits of the message. */
  total: number;
  withErrors: number;
  /** Audits whose number of errors is unknown. */
  uncounted: number;
  clientCount: number;
}

interface FindingRow extends Finding {
  eventId: string;
  /** Findings of the audit. */
  total: number;
}

const isOfClaimedAudit = `source_audit_findings.event_id IN (${claimedIds})`;
/** SQL: the findings of one severity. NULL if none has one of the three severities: the view may use other words. */
const findingsOf = (severity: 'error' | 'warning') =>
  `CASE WHEN MAX(CASE WHEN f.severity IN ('error', 'warning', 'info') THEN 1 ELSE 0 END) = 1
             THEN SUM(CASE WHEN f.severity = '${severity}' THEN CAST(f.finding_count AS bigint) ELSE 0 END) END`;
/** SQL: errors and warnings counted from the findings, for audits whose own counts are NULL. */
const counted = (dialect: Dialect) => `(
         SELECT f.event_id AS event_id, ${findingsOf('error')} AS errors, ${findingsOf('warning')} AS warnings
         FROM ${usableRows('source_audit_findings', dialect, isOfClaimedAudit)} f GROUP BY f.event_id)`;
const selectAudits = statement(
  'audit-completed.load-audits',
  (dialect) => `SELECT * FROM (
       SELECT numbered.*, MAX("clientNumber") OVER (PARTITION BY "messageId") AS "clientCount",
         SUM(CASE WHEN errors > 0 THEN 1 ELSE 0 END) OVER (PARTITION BY "messageId") AS "withErrors",
         SUM(CASE WHEN errors IS NULL THEN 1 ELSE 0 END) OVER (PARTITION BY "messageId") AS uncounted,
         ROW_NUMBER() OVER (PARTITION BY "messageId" ORDER BY errors DESC, "occurredAt", "eventId") AS position
       FROM (
         SELECT ${clientColumns}, CAST(e.event_id AS nvarchar(20)) AS "eventId", e.period AS period,
           e.occurred_at AS "occurredAt", e.started_by AS "startedBy",
           COALESCE(e.error_count, counted.errors) AS errors, COALESCE(e.warning_count, counted.warnings) AS warnings,
           e.report_url AS "reportUrl", COUNT(*) OVER (PARTITION BY e.message_id) AS total,
           ${clientNumber}
         FROM (SELECT e.* ${fromClaimedEvents('source_audits', dialect)}) e
         LEFT JOIN ${counted(dialect)} counted ON counted.event_id = e.event_id
       ) numbered
     ) ranked WHERE position <= ${shownAudits} ORDER BY "messageId", position`,
  {
    numbers: ['errors', 'warnings', 'total', 'withErrors', 'uncounted', 'clientCount'],
  },
);
const selectFindings = statement(
  'audit-completed.load-findings',
  (dialect) => `SELECT * FROM (
       SELECT CAST(f.event_id AS nvarchar(20)) AS "eventId", f.code AS code, f.title AS title, f.severity AS severity,
         f.finding_count AS count, COUNT(*) OVER (PARTITION BY f.event_id) AS total,
         ROW_NUMBER() OVER (PARTITION BY f.event_id ORDER BY
           CASE f.severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, f.finding_count DESC, f.code, f.title, f.severity) AS position
       FROM ${usableRows('source_audit_findings', dialect, isOfClaimedAudit)} f
     ) ranked WHERE position <= ${shownFindings} ORDER BY "eventId", position`,
  { numbers: ['count', 'total'] },
);

export const auditStatements = [selectAudits, selectFindings];

export async function loadAudits(batch: Batch): Promise<Map<string, AuditContent>> {
  const audits = await batch.database.query<AuditRow>(selectAudits, claimBindings(batch));
  const findings = groupBy(await loadFindings(batch), ({ eventId }) => eventId);

  return new Map(
    [...groupBy(audits, (row) => row.messageId)].map(([id, rows]) => {
      const { total, withErrors, uncounted, clientCount } = rows[0]!;
      const clients = byClient(rows, batch, (own) => ({
        audits: own.map((row) => auditOf(row, findings.get(row.eventId) ?? [], batch)),
      }));
      return [
        id,
        {
          clients,
          clientCount,
          total,
          withErrors,
          uncounted,
          more: total - rows.length,
          ...linksOf(batch.kind),
        },
      ];
    }),
  );
}

async function loadFindings(batch: Batch): Promise<FindingRow[]> {
  return batch.database.query<FindingRow>(selectFindings, claimBindings(batch));
}

function auditOf(row: AuditRow, findings: readonly FindingRow[], { clock }: Batch): Audit {
  return {
    period: row.period,
    occurredAt: clock.fromSource(row.occurredAt),
    startedBy: row.startedBy,
    errors: row.errors,
    warnings: row.warnings,
    reportUrl: row.reportUrl,
    findings: findings.map(({ code, title, severity, count }) => ({ code, title, severity, count })),
    moreFindings: (findings[0]?.total ?? 0) - findings.length,
  };
}
