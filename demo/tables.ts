import type { ViewName } from '../src/source/contract.js';
import { makeAbsences, type Absence } from './absences.js';
import { makeActivities, type Activity } from './activities.js';
import { makeApprovals, type Approval } from './approvals.js';
import { makeAttendance } from './attendance.js';
import { makeAudits, type Audit } from './audits.js';
import { Calendar, isoDate } from './calendar.js';
import { makeClients, type Client } from './clients.js';
import { makeDeliveries, type Delivery } from './deliveries.js';
import { numberEvents, type Numbered } from './events.js';
import type { Random } from './random.js';
import type { Row } from './rows.js';
import { staff, type StaffMember } from './staff.js';

/** Invents an office. Returns the rows of each view of the source contract. */
export function makeTables(random: Random, now: Date): Partial<Record<ViewName, Row[]>> {
  const calendar = new Calendar(now);
  const clients = makeClients(random);
  const absences = makeAbsences(random, calendar, clients);
  const attendance = makeAttendance(calendar, absences);
  const audits = numberEvents(makeAudits(random, calendar, clients, attendance), now, 30_001);
  const deliveries = numberEvents(makeDeliveries(random, calendar, clients, attendance), now, 40_001);
  const approvals = numberEvents(makeApprovals(random, calendar, clients, attendance), now, 50_001);
  const activities = numberEvents(makeActivities(random, calendar, clients, absences), now, 60_001);
  return {
    source_users: staff.map(userRow),
    source_clients: clients.map(({ id, name, taxId }) => ({ client_id: id, name, tax_id: taxId })),
    source_guardians: clients.flatMap(guardianRows),
    source_audits: audits.map(auditRow),
    source_audit_findings: audits.flatMap(findingRows),
    source_document_deliveries: deliveries.map(deliveryRow),
    source_invoice_approvals: approvals.map(approvalRow),
    source_panel_activities: activities.map(activityRow),
    source_absences: numberEvents(absences, now, 70_001).map(absenceRow),
  };
}

function userRow({ id, name, email, isBlocked, locale }: StaffMember): Row {
  return { user_id: id, display_name: name, email, is_blocked: isBlocked ? 1 : 0, locale };
}

function guardianRows({ id, guardians }: Client): Row[] {
  return Object.entries(guardians).flatMap(([role, members]: [string, readonly StaffMember[]]) =>
    members.map((member) => ({ client_id: id, user_id: member.id, role })),
  );
}

function auditRow({ id, at, client, period, startedBy, findings }: Numbered<Audit>): Row {
  const total = (wanted: string) =>
    findings.filter(({ severity }) => severity === wanted).reduce((sum, { count }) => sum + count, 0);
  return {
    ...eventColumns(id, at),
    client_id: client.id,
    period,
    started_by: startedBy,
    error_count: total('error'),
    warning_count: total('warning'),
    report_url: `https://panel.biuro-demo.example/audyty/${id}`,
  };
}

function findingRows({ id, findings }: Numbered<Audit>): Row[] {
  return findings.map(({ code, title, severity, count }) => ({
    event_id: id,
    code,
    title,
    severity,
    finding_count: count,
  }));
}

function deliveryRow({ id, at, client, ...delivery }: Numbered<Delivery>): Row {
  return {
    ...eventColumns(id, at),
    client_id: client.id,
    period: delivery.period,
    delivered_on: delivery.deliveredOn,
    delivered_by: delivery.deliveredBy,
    received_by: delivery.receivedBy,
    document_kinds: delivery.documentKinds,
    document_count: delivery.documentCount,
    remarks: delivery.remarks,
  };
}

function approvalRow({ id, at, member, client, invoiceKind }: Numbered<Approval>): Row {
  return { ...eventColumns(id, at), user_id: member.id, client_id: client.id, invoice_kind: invoiceKind };
}

function activityRow({ id, at, client, department, activity, actor, subject }: Numbered<Activity>): Row {
  return { ...eventColumns(id, at), client_id: client.id, department, activity, actor, subject };
}

function absenceRow({ id, person, client, type, from, to, at }: Numbered<Absence>): Row {
  return {
    absence_id: id,
    person,
    client_id: client?.id ?? null,
    absence_type: type,
    date_from: isoDate(from),
    date_to: isoDate(to),
    registered_at: at.toISOString(),
  };
}

function eventColumns(id: number, at: Date): Row {
  return { event_id: id, occurred_at: at.toISOString() };
}
