import { DateTime } from 'luxon';
import { beforeAll, describe, expect, it } from 'vitest';
import { requiredViews } from '../../src/source/contract.js';
import { demoOffices, tuesday, type Query } from './open-office.js';

const { open } = demoOffices();

describe('The demo office on a Tuesday', () => {
  let query: Query;
  beforeAll(() => {
    query = open(tuesday);
  });
  const column = (sql: string) => query(sql).map((row) => Object.values(row)[0]);

  it('fills every column of every view', () => {
    for (const { name, columns } of requiredViews) {
      for (const { name: field, required } of columns) {
        const [counts] = query(`SELECT count(*) AS total, count(${field}) AS filled FROM ${name}`);
        expect(counts?.['filled'], `${name}.${field}`).toBeGreaterThan(0);
        if (required) expect(counts?.['filled'], `${name}.${field}`).toBe(counts?.['total']);
      }
    }
  });

  it('keeps to the types, lengths and formats of the contract', () => {
    const formats = { timestamp: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, date: /^\d{4}-\d\d-\d\d$/ };
    for (const { name, columns } of requiredViews) {
      for (const { name: field, type, length } of columns) {
        for (const value of column(`SELECT DISTINCT ${field} FROM ${name} WHERE ${field} IS NOT NULL`)) {
          if (type === 'timestamp' || type === 'date') expect(value, `${name}.${field}`).toMatch(formats[type]);
          else if (type === 'text') expect(String(value).length, `${name}.${field}`).toBeLessThanOrEqual(length ?? 0);
          else expect(Number.isSafeInteger(value), `${name}.${field}`).toBe(true);
        }
      }
    }
  });

  it('refers only to existing rows', () => {
    const references = [
      ['source_guardians', 'client_id', 'source_clients'],
      ['source_guardians', 'user_id', 'source_users'],
      ['source_audits', 'client_id', 'source_clients'],
      ['source_audit_findings', 'event_id', 'source_audits'],
      ['source_document_deliveries', 'client_id', 'source_clients'],
      ['source_invoice_approvals', 'client_id', 'source_clients'],
      ['source_invoice_approvals', 'user_id', 'source_users'],
      ['source_panel_activities', 'client_id', 'source_clients'],
      ['source_absences', 'client_id', 'source_clients'],
    ] as const;
    for (const [view, field, target] of references) {
      expect(
        query(`SELECT * FROM ${view} WHERE ${field} IS NOT NULL AND ${field} NOT IN (SELECT ${field} FROM ${target})`),
        `${view}.${field}`,
      ).toEqual([]);
    }
  });

  it('gives every client a valid NIP, and two clients the same one', () => {
    const nips = column('SELECT tax_id FROM source_clients').map(String);
    expect(nips.length).toBeGreaterThanOrEqual(38);
    for (const nip of nips) {
      const sum = [6, 5, 7, 2, 3, 4, 5, 6, 7].reduce((total, weight, index) => total + weight * Number(nip[index]), 0);
      expect(nip).toMatch(/^\d{10}$/);
      expect(sum % 11, nip).toBe(Number(nip[9]));
    }
    expect(new Set(nips).size).toBe(nips.length - 1);
  });

  it('has client names that are hard to display', () => {
    const names = column('SELECT name FROM source_clients').map(String);
    for (const pattern of [/"/, /„.*”/, /&/, /'/, /[ґїє]/i, /^.{200,}$/]) {
      expect(
        names.some((name) => pattern.test(name)),
        String(pattern),
      ).toBe(true);
    }
  });

  it('has one blocked guardian, one user without an address and one who reads English', () => {
    expect(column('SELECT count(*) FROM source_users')).toEqual([9]);
    expect(
      column(`SELECT count(DISTINCT client_id) FROM source_guardians WHERE user_id IN (
      SELECT user_id FROM source_users WHERE is_blocked = 1)`)[0],
    ).toBeGreaterThan(2);
    expect(column('SELECT count(*) FROM source_users WHERE is_blocked = 1')).toEqual([1]);
    expect(column('SELECT count(*) FROM source_users WHERE email IS NULL')).toEqual([1]);
    expect(column("SELECT count(*) FROM source_users WHERE locale = 'en'")).toEqual([1]);
    expect(column("SELECT email FROM source_users WHERE email NOT LIKE '%@biuro-demo.example'")).toEqual([]);
  });

  it('has clients without a reachable guardian, with two guardians and with one in two roles', () => {
    expect(
      query('SELECT * FROM source_clients WHERE client_id NOT IN (SELECT client_id FROM source_guardians)'),
    ).toHaveLength(1);
    const onlyGuardian = (role: string, is: string) =>
      column(`SELECT client_id FROM source_guardians g
      JOIN source_users u ON u.user_id = g.user_id WHERE role = '${role}'
      GROUP BY client_id HAVING count(*) = 1 AND max(${is}) = 1`);
    expect(onlyGuardian('accounting', 'u.is_blocked')).toHaveLength(1);
    expect(onlyGuardian('hr', 'u.email IS NULL')).toHaveLength(1);
    expect(
      query(`SELECT a.client_id FROM source_guardians a JOIN source_guardians h
      ON h.client_id = a.client_id AND h.user_id = a.user_id AND h.role = 'hr' WHERE a.role = 'accounting'`),
    ).toHaveLength(1);
    expect(
      query(`SELECT client_id FROM source_guardians WHERE role = 'accounting'
      GROUP BY client_id HAVING count(*) = 2`).length,
    ).toBeGreaterThan(3);
    expect(column('SELECT DISTINCT role FROM source_guardians ORDER BY role')).toEqual(['accounting', 'client', 'hr']);
  });

  it('has events of the last three days for each client without a reachable accounting guardian', () => {
    const unreachable = column(`SELECT client_id FROM source_clients c WHERE NOT EXISTS (
      SELECT * FROM source_guardians g JOIN source_users u ON u.user_id = g.user_id AND u.is_blocked = 0
      WHERE g.client_id = c.client_id AND role = 'accounting')`);
    expect(unreachable).toHaveLength(2);
    for (const client of unreachable) {
      for (const view of ['source_audits', 'source_document_deliveries', 'source_panel_activities']) {
        expect(
          column(`SELECT count(*) FROM ${view} WHERE client_id = ${client} AND occurred_at >= '2026-11-21T13:20'`)[0],
          `${view} of ${client}`,
        ).toBeGreaterThan(0);
      }
    }
  });

  it('has audits whose counts equal the sums of their findings', () => {
    expect(
      query(`SELECT a.event_id FROM source_audits a LEFT JOIN source_audit_findings f ON f.event_id = a.event_id
      GROUP BY a.event_id HAVING a.error_count <> coalesce(sum(finding_count) FILTER (WHERE severity = 'error'), 0)
        OR a.warning_count <> coalesce(sum(finding_count) FILTER (WHERE severity = 'warning'), 0)`),
    ).toEqual([]);
  });

  it('has document deliveries received by someone other than the guardian', () => {
    expect(
      query(`SELECT * FROM source_document_deliveries d JOIN source_users u ON u.display_name = d.received_by
      JOIN source_guardians g ON g.client_id = d.client_id AND g.user_id = u.user_id AND role = 'accounting'`),
    ).toEqual([]);
    expect(column('SELECT max(period) FROM source_document_deliveries')).toEqual(['2026-10']);
  });

  it('has a few hundred approvals a week, on working days in office hours', () => {
    const approvals = column("SELECT occurred_at FROM source_invoice_approvals WHERE occurred_at >= '2026-10-26'").map(
      (at) => DateTime.fromISO(String(at), { zone: 'Europe/Warsaw' }),
    );
    for (const week of [44, 45, 46, 47]) {
      const { length } = approvals.filter(({ weekNumber }) => weekNumber === week);
      expect(length, `week ${week}`).toBeGreaterThan(200);
      expect(length, `week ${week}`).toBeLessThan(800);
    }
    for (const at of approvals) {
      expect(at.weekday, at.toISO() ?? '').toBeLessThanOrEqual(5);
      expect(at.toFormat('MM-dd')).not.toBe('11-11');
      expect(at.toFormat('HH:mm') >= '07:30' && at.toFormat('HH:mm') < '16:30', at.toISO() ?? '').toBe(true);
    }
    expect(column('SELECT DISTINCT invoice_kind FROM source_invoice_approvals ORDER BY 1')).toEqual([
      'Sprzedaż',
      'Zakup',
    ]);
  });

  it('has activities of several people per client, also outside office hours, of known and unknown kinds', () => {
    expect(column('SELECT DISTINCT activity FROM source_panel_activities ORDER BY activity')).toEqual([
      'dodanie faktury sprzedaży',
      'dodanie nieobecności pracownika',
      'pobranie dokumentu',
      'podpisanie pełnomocnictwa UPL-1',
      'wysłanie dokumentu',
      'wysłanie skanów faktur',
    ]);
    expect(
      query(`SELECT activity FROM source_panel_activities WHERE activity = 'pobranie dokumentu'
      GROUP BY department`),
    ).toHaveLength(2);
    expect(
      query(`SELECT client_id FROM source_panel_activities
      GROUP BY client_id HAVING count(DISTINCT actor) >= 2`).length,
    ).toBeGreaterThan(30);
    const moments = column('SELECT occurred_at FROM source_panel_activities').map((at) =>
      DateTime.fromISO(String(at), { zone: 'Europe/Warsaw' }),
    );
    expect(moments.some((at) => at.weekday > 5)).toBe(true);
    expect(moments.some((at) => at.weekday <= 5 && at.hour >= 18)).toBe(true);
  });

  it('has past, current, upcoming and newly registered absences', () => {
    const count = (condition: string) => column(`SELECT count(*) FROM source_absences WHERE ${condition}`)[0];
    expect(count('date_from > date_to')).toBe(0);
    expect(count("date_from <= '2026-11-24' AND date_to >= '2026-11-24'")).toBe(2);
    expect(count("date_from BETWEEN '2026-11-25' AND '2026-12-01'")).toBeGreaterThanOrEqual(5);
    expect(count("date_to < '2026-11-24'")).toBeGreaterThanOrEqual(15);
    expect(count("registered_at >= '2026-11-21T13:20'")).toBeGreaterThanOrEqual(5);
    expect(count('client_id IS NULL')).toBeGreaterThanOrEqual(4);
    expect(count('client_id IS NOT NULL')).toBeGreaterThan(25);
    expect(column('SELECT DISTINCT absence_type FROM source_absences ORDER BY 1')).toEqual([
      'Delegacja',
      'Opieka nad dzieckiem (art. 188)',
      'Urlop na żądanie',
      'Urlop wypoczynkowy',
      'Zwolnienie chorobowe',
    ]);
  });
});
