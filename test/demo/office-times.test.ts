import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { requiredViews } from '../../src/source/contract.js';
import { demoOffices, tuesday, type Query } from './open-office.js';

const { open } = demoOffices();

function everyRow(query: Query): Record<string, ReturnType<Query>> {
  return Object.fromEntries(requiredViews.map(({ name }) => [name, query(`SELECT * FROM ${name} ORDER BY rowid`)]));
}

describe('The demo office at any time', () => {
  const moments = {
    'an afternoon': tuesday,
    'a Monday morning': '2026-11-23T06:05:00.000Z',
    'a Sunday': '2026-11-22T17:00:00.000Z',
    'New Year': '2027-01-01T10:00:00.000Z',
    'the morning after Easter': '2026-04-07T04:00:00.000Z',
    'the day clocks go forward': '2026-03-29T01:00:00.000Z',
    'the last minute of a local day': '2026-06-30T21:59:59.999Z',
    'the first minute of a local day': '2026-06-30T22:00:00.000Z',
  };

  it.each(Object.entries(moments))('has events of every kind in the last three days: %s', (_name, now) => {
    const query = open(now);
    const since = new Date(Date.parse(now) - 72 * 3_600_000).toISOString();
    const lately = (view: string, condition = '1 = 1') =>
      query(`SELECT count(*) AS n FROM ${view} WHERE occurred_at >= '${since}' AND ${condition}`)[0]?.['n'];
    expect(lately('source_audits')).toBeGreaterThanOrEqual(5);
    expect(lately('source_audits', 'event_id NOT IN (SELECT event_id FROM source_audit_findings)')).toBeGreaterThan(0);
    expect(lately('source_document_deliveries')).toBeGreaterThanOrEqual(5);
    expect(lately('source_invoice_approvals')).toBeGreaterThanOrEqual(5);
    expect(lately('source_panel_activities', "department = 'hr'")).toBeGreaterThanOrEqual(5);
    expect(lately('source_panel_activities', "department = 'accounting'")).toBeGreaterThanOrEqual(5);
    expect(lately('source_panel_activities', "activity LIKE '%UPL-1'")).toBeGreaterThan(0);
    expect(query(`SELECT * FROM source_absences WHERE registered_at >= '${since}'`).length).toBeGreaterThanOrEqual(5);
  });

  it.each(Object.entries(moments))('has no event in the future, and two absences today: %s', (_name, now) => {
    const query = open(now);
    for (const { name, columns } of requiredViews) {
      for (const { name: field } of columns.filter(({ type }) => type === 'timestamp')) {
        expect(query(`SELECT * FROM ${name} WHERE ${field} > '${now}'`), `${name}.${field}`).toEqual([]);
      }
    }
    const today = DateTime.fromISO(now, { zone: 'Europe/Warsaw' }).toISODate();
    expect(query(`SELECT * FROM source_absences WHERE date_from <= '${today}' AND date_to >= '${today}'`)).toHaveLength(
      2,
    );
  });

  it('is equal for the same moment and differs for another', () => {
    const first = everyRow(open(tuesday, 'first.db'));
    expect(everyRow(open(tuesday, 'second.db'))).toEqual(first);
    const later = everyRow(open('2026-11-25T13:20:00.000Z', 'later.db'));
    expect(later).not.toEqual(first);
    expect(later['source_clients']).toEqual(first['source_clients']);
  });
});
