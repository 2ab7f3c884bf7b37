import type { DateTime } from 'luxon';
import type { Attendance } from './attendance.js';
import { auditFindings, type Finding } from './audit-findings.js';
import { monthBefore, type Calendar } from './calendar.js';
import { peculiarClients, type Client } from './clients.js';
import type { Event } from './events.js';
import { randomWorkMoment } from './moments.js';
import type { Random } from './random.js';

interface CountedFinding extends Finding {
  readonly count: number;
}

export interface Audit extends Event {
  readonly client: Client;
  readonly period: string;
  readonly startedBy: string;
  readonly findings: readonly CountedFinding[];
}

/** Audits of the last five weeks, with recent ones of peculiar clients. */
export function makeAudits(
  random: Random,
  calendar: Calendar,
  clients: readonly Client[],
  attendance: Attendance,
): Audit[] {
  const makeAudit = (client: Client, day: DateTime, findings: readonly CountedFinding[]): Audit => ({
    at: randomWorkMoment(random, day),
    client,
    period: monthBefore(day).toFormat('yyyy-MM'),
    startedBy: random.pick(attendance(day)).name,
    findings,
  });
  const usual = calendar
    .workingDays(-35, 0)
    .flatMap((day) =>
      random.times(random.integer(2, 7), () =>
        makeAudit(random.pick(clients), day, random.chance(0.2) ? [] : pickFindings(random)),
      ),
    );
  const recentDay = () => random.pick(calendar.lastOfficeDays);
  return [
    ...usual,
    ...peculiarClients(clients).map((client) => makeAudit(client, recentDay(), pickFindings(random))),
    ...random
      .sample(clients, 4)
      .map((client, index) => makeAudit(client, recentDay(), index === 0 ? [] : pickFindings(random))),
  ];
}

function pickFindings(random: Random): CountedFinding[] {
  return random.sample(auditFindings, random.integer(1, 9)).map((finding) => ({
    ...finding,
    count: random.integer(1, finding.severity === 'error' ? 6 : 20),
  }));
}
