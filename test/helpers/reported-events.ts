import { DateTime } from 'luxon';
import { compareActivityMail } from './activity-mail.js';
import { compareAuditMail } from './audit-mail.js';
import { compareDeliveryMail } from './delivery-mail.js';
import { changeOffice, registerEvents } from './event-office.js';
import { TestOffice } from './office.js';
import { comparison, dropKey, laterTime, randomNumbers, zone, type Comparison } from './random-office.js';

const lookbackMs = 3 * 86_400_000;
const fallbacks = ['szef@biuro.example', 'sekretariat@biuro.example'];
/** A week before a clock change, and the ends of a year and of a month. */
const starts = ['2026-10-20', '2027-03-23', '2026-12-27', '2026-11-25'];

/** Which events of a view a kind tells to guardians of which role. */
const kinds = [
  { id: 'audit-completed', view: 'source_audits', where: '1', role: 'client', compareMail: compareAuditMail },
  {
    id: 'documents-delivered',
    view: 'source_document_deliveries',
    where: '1',
    role: 'accounting',
    compareMail: compareDeliveryMail,
  },
  {
    id: 'client-activity-hr',
    view: 'source_panel_activities',
    where: "department = 'hr'",
    role: 'hr',
    compareMail: compareActivityMail,
  },
  {
    id: 'client-activity-accounting',
    view: 'source_panel_activities',
    where: "department = 'accounting'",
    role: 'accounting',
    compareMail: compareActivityMail,
  },
] as const;

/**
 * Runs the mails about events in a random office over some days, with guardians who change, are blocked or missing,
 * rows that the views yield twice, events that are committed late, and outages. Compares who gets which mail, and each
 * mail, with what SQL finds in the office's tables: every event once, to everybody who was its guardian then.
 */
export async function simulateEvents(seed: number, runs: number): Promise<Comparison> {
  const hasFallback = seed % 3 === 0;
  const office = new TestOffice(Object.fromEntries(kinds.map(({ id }) => [id, true])), {
    lookback: '3 days',
    floodGuard: false,
    source: { clock: seed % 2 === 0 ? 'utc' : 'local' },
    ...(hasFallback ? { fallbackRecipients: fallbacks } : {}),
  });
  try {
    office.change('PRAGMA synchronous = OFF');
    for (const table of office.database.tables().filter((name) => name.startsWith('source_'))) dropKey(office, table);
    office.change('CREATE TABLE local_times (event_id INTEGER PRIMARY KEY, local_at TEXT)');
    office.change('CREATE TABLE told (kind TEXT, event_id INTEGER, PRIMARY KEY (kind, event_id))');
    office.change(
      'CREATE TABLE expected (kind TEXT, recipient TEXT, event_id INTEGER, PRIMARY KEY (kind, recipient, event_id))',
    );
    return await simulate(office, seed, runs, hasFallback ? fallbacks : []);
  } finally {
    office.close();
  }
}

async function simulate(
  office: TestOffice,
  seed: number,
  runs: number,
  fallback: readonly string[],
): Promise<Comparison> {
  const random = randomNumbers(seed);
  const result = comparison();
  const inUtc = seed % 2 === 0;
  const inSource = (time: DateTime) =>
    inUtc ? time.toUTC().toFormat("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'") : time.toFormat("yyyy-MM-dd'T'HH:mm:ss.SSS");
  let now: DateTime = DateTime.fromISO(`${starts[seed % starts.length]!}T09:30`, { zone });
  const start = now.minus({ milliseconds: lookbackMs });
  changeOffice(office, random, 30);
  registerEvents(office, random, { from: now.minus({ days: 2 }), now, inSource });
  // What the first run finds is not mailed.
  for (const { id, view, where } of kinds)
    office.change(
      `INSERT INTO told SELECT DISTINCT ?, event_id FROM ${view} WHERE ${where} AND occurred_at < ? AND occurred_at >= ?`,
      id,
      inSource(now),
      inSource(start),
    );
  let last = now;
  for (let run = 0; run < runs; run += 1) {
    if (run > 0) {
      const isOutage = random(9) === 0;
      now = isOutage ? now.plus({ days: 4 + random(3) }) : laterTime(now, random);
      changeOffice(office, random, random(5));
      registerEvents(office, random, { from: last, now, inSource });
    }
    const from = DateTime.max(start, DateTime.min(now.minus({ milliseconds: lookbackMs }), last.minus({ hours: 24 })));
    office.change('DELETE FROM expected');
    for (const { id, view, where, role } of kinds) {
      office.change(
        `INSERT INTO expected SELECT DISTINCT ?, u.email, e.event_id FROM ${view} e
         JOIN source_guardians g ON g.client_id = e.client_id AND g.role = ?
         JOIN source_users u ON u.user_id = g.user_id AND trim(u.email) LIKE '_%@biuro.example'
         WHERE ${where} AND e.occurred_at >= ? AND e.occurred_at <= ?
           AND e.event_id NOT IN (SELECT event_id FROM told WHERE kind = ?)
           AND u.user_id NOT IN (SELECT user_id FROM source_users WHERE is_blocked = 1)`,
        id,
        role,
        inSource(from),
        inSource(now),
        id,
      );
      for (const address of fallback)
        office.change(
          `INSERT INTO expected SELECT DISTINCT ?, ?, e.event_id FROM ${view} e
           WHERE ${where} AND e.occurred_at >= ? AND e.occurred_at <= ?
             AND e.event_id NOT IN (SELECT event_id FROM told WHERE kind = ?)
             AND e.event_id NOT IN (SELECT event_id FROM expected WHERE kind = ? AND trim(recipient) LIKE 'osoba%')`,
          id,
          address,
          inSource(from),
          inSource(now),
          id,
          id,
        );
    }
    office.change('UPDATE expected SET recipient = trim(recipient)');
    office.change('INSERT INTO told SELECT DISTINCT kind, event_id FROM expected');
    const mails = await office.runAndRead(now.toISO()!);
    office.clearOutbox();
    const expected = office.rows<{ mail: string }>(
      "SELECT DISTINCT kind || ' ' || recipient AS mail FROM expected ORDER BY 1",
    );
    result.compare(
      `mails at ${now.toISO()!}`,
      mails.map(({ kind, to }) => `${kind} ${to}`).sort(),
      expected.map(({ mail }) => mail).sort(),
    );
    for (const mail of mails)
      kinds
        .find(({ id }) => id === mail.kind)!
        .compareMail(office, mail, `${mail.kind} ${mail.to} ${now.toISO()!}`, result.compare);
    last = now;
  }
  return result;
}
