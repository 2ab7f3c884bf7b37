import { statement, type Dialect } from '../../database/index.js';
import { usableRows } from '../../source/index.js';
import {
  byClient,
  claimBindings,
  claimedEvents,
  claimedIds,
  clientColumns,
  groupBy,
  linksOf,
  type ClientRow,
} from '../claimed-events.js';
import type { Batch } from '../kind.js';
import type { Audit, AuditContent, Finding } from './content.js';

/** With five findings each they stay below 102 kB, where Gmail cuts a mail. */
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
  total: number;
  withErrors: number;
  uncounted: number;
  clientCount: number;
}

interface FindingRow extends Finding {
  eventId: string;
  total: number;
}

const isOfClaimed = `source_audit_findings.event_id IN (${claimedIds})`;
/** SQL: the findings' own numbers, for audits to which the view gives none. */
const found = (dialect: Dialect) => `(
         SELECT f.event_id AS event_id, SUM(CASE WHEN f.severity = 'error' THEN f.finding_count ELSE 0 END) AS errors,
           SUM(CASE WHEN f.severity = 'warning' THEN f.finding_count ELSE 0 END) AS warnings
         FROM ${usableRows('source_audit_findings', dialect, isOfClaimed)} f GROUP BY f.event_id)`;
const selectAudits = statement(
  'audit-completed.load-audits',
  (dialect) => `SELECT * FROM (
       SELECT counted.*, MAX("clientRank") OVER (PARTITION BY "messageId") AS "clientCount",
         SUM(CASE WHEN errors > 0 THEN 1 ELSE 0 END) OVER (PARTITION BY "messageId") AS "withErrors",
         SUM(CASE WHEN errors IS NULL THEN 1 ELSE 0 END) OVER (PARTITION BY "messageId") AS uncounted,
         ROW_NUMBER() OVER (PARTITION BY "messageId" ORDER BY errors DESC, "occurredAt", "eventId") AS position
       FROM (
         SELECT ${clientColumns}, CAST(e.event_id AS nvarchar(20)) AS "eventId", e.period AS period,
           e.occurred_at AS "occurredAt", e.started_by AS "startedBy",
           COALESCE(e.error_count, found.errors) AS errors, COALESCE(e.warning_count, found.warnings) AS warnings,
           e.report_url AS "reportUrl", COUNT(*) OVER (PARTITION BY e.message_id) AS total,
           DENSE_RANK() OVER (PARTITION BY e.message_id ORDER BY e.client_id) AS "clientRank"
         FROM (SELECT e.* ${claimedEvents('source_audits', dialect)}) e
         LEFT JOIN ${found(dialect)} found ON found.event_id = e.event_id
       ) counted
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
       FROM ${usableRows('source_audit_findings', dialect, isOfClaimed)} f
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
