import { afterEach, expect, test } from 'vitest';
import { gapName, malformedName } from '../../src/planning/data-issues.js';
import { onSqlServer, TestOffice, winter } from '../helpers/office.js';

let office: TestOffice;
afterEach(() => {
  office.close();
});

/** Runs and returns the data issues, each with the reason for its report, or `known`. */
async function reportedIssues(now: string): Promise<string[]> {
  const { gaps, malformedRows, reportReasons } = await office.run(winter(now));
  return [...gaps.map(gapName), ...new Set(malformedRows.map(malformedName))].map(
    (name) => `${name}: ${reportReasons[name] ?? 'known'}`,
  );
}

test('A gap is reported when first seen, when it changes, and once a day', async () => {
  office = new TestOffice({ 'audit-completed': true });
  office.client('Bez opiekuna');
  expect(await reportedIssues('11-24 06:00')).toEqual(['gap client no-guardian: first']);
  expect(await reportedIssues('11-24 06:01')).toEqual(['gap client no-guardian: known']);
  const client = office.client('Bez opiekuna drugi');
  expect(await reportedIssues('11-24 06:02')).toEqual(['gap client no-guardian: changed']);
  expect(await reportedIssues('11-24 23:59')).toEqual(['gap client no-guardian: known']);
  expect(await reportedIssues('11-25 00:00')).toEqual(['gap client no-guardian: daily']);
  office.guard(client, office.user('Anna', null), 'client');
  expect(await reportedIssues('11-25 00:01')).toEqual([
    'gap client no-guardian: changed',
    'gap client no-address: first',
  ]);
  expect(await reportedIssues('11-25 00:02')).toEqual([
    'gap client no-guardian: known',
    'gap client no-address: known',
  ]);
});

test("Kinds that are due at different times do not repeat each other's gaps", async () => {
  office = new TestOffice({
    'audit-completed': { schedule: { every: '1 day', startAt: '06:00' } },
    'documents-delivered': { schedule: { every: '1 minute', startAt: '06:00' } },
  });
  office.client('Bez opiekuna');
  expect(await reportedIssues('11-24 06:00')).toEqual([
    'gap client no-guardian: first',
    'gap accounting no-guardian: first',
  ]);
  expect(await reportedIssues('11-24 06:01')).toEqual(['gap accounting no-guardian: known']);
  expect(await reportedIssues('11-25 06:00')).toEqual([
    'gap client no-guardian: daily',
    'gap accounting no-guardian: daily',
  ]);
});

test.skipIf(onSqlServer)('SQLite: malformed rows are reported by view, and again when a new one appears', async () => {
  office = new TestOffice({ 'audit-completed': true });
  const client = office.client('Firma', { client: [office.user('Anna')] });
  office.audit(client, winter('11-24 05:00'), { occurred_at: 'wczoraj' });
  expect(await reportedIssues('11-24 06:00')).toEqual(['malformed source_audits: first']);
  expect(await reportedIssues('11-24 06:01')).toEqual(['malformed source_audits: known']);
  office.audit(client, winter('11-24 05:00'), { occurred_at: 'dawno' });
  expect(await reportedIssues('11-24 06:02')).toEqual(['malformed source_audits: changed']);
});
