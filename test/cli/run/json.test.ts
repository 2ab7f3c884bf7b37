import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runLineSchema } from '../../../scripts/generate/output-schemas/run.js';
import { command } from '../../helpers/command.js';
import { TestOffice, winter } from '../../helpers/office.js';
import { plainMailbox } from '../../helpers/smtp.js';
import { startScripted } from '../../helpers/scripted-smtp.js';

let office: TestOffice;
beforeEach(() => {
  office = new TestOffice({ 'audit-completed': { since: '2026-01-01T00:00:00Z' } });
});
afterEach(() => {
  office.close();
});

/** Returns the lines of `run --json`. Each line must match the schema and have no other field. */
async function lines(settings: Record<string, unknown>, ...args: string[]): Promise<unknown[]> {
  writeFileSync(
    join(office.directory, 'mobevo-notify.config.json'),
    JSON.stringify({ ...office.settings, ...settings }),
  );
  const { stdout, stderr } = await command(['run', '--json', ...args], { cwd: office.directory });
  expect(stderr).toBe('');
  const found = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
  for (const line of found) expect(runLineSchema.parse(line)).toEqual(line);
  return found;
}

test('A run prints its events and its report, one JSON object per line', async () => {
  const anna = office.user('Anna');
  office.audit(office.client('Piekarnia Kłos', { client: [anna] }), winter('11-24 05:00'));
  office.client('Bez opiekuna');
  office.audit(office.client('Tartak', { client: [anna] }), winter('11-24 05:00'), { occurred_at: 'wczoraj' });
  const [message, report, ...others] = await lines({}, '--now', '2026-11-24T06:00:00+01:00');
  expect(others).toEqual([]);
  expect({ ...(message as object), detail: '(file)' }).toMatchInlineSnapshot(`
    {
      "address": "anna@biuro.example",
      "decision": "sent",
      "detail": "(file)",
      "id": "1",
      "kind": "audit-completed",
      "state": "sent",
      "type": "message",
      "version": 1,
    }
  `);
  expect(report).toMatchInlineSnapshot(`
    {
      "dryRun": false,
      "endedFaults": [],
      "errors": [],
      "exitCode": 0,
      "finishedAt": "2026-11-24T05:00:00.000Z",
      "gaps": [
        {
          "count": 1,
          "names": [
            "Bez opiekuna",
          ],
          "reason": "no-guardian",
          "role": "client",
        },
      ],
      "hasUnreportedFaults": false,
      "held": 0,
      "heldIds": [],
      "kinds": [
        {
          "deferred": 0,
          "due": true,
          "expired": 0,
          "failed": 0,
          "kind": "audit-completed",
          "pending": 0,
          "planned": 1,
          "sent": 1,
          "skipped": {},
          "unknown": 0,
          "waiting": 0,
        },
      ],
      "malformedRows": [
        {
          "columns": "occurred_at",
          "effect": "left-out",
          "expected": {
            "code": "contract.timestamp",
          },
          "found": "wczoraj",
          "id": "6",
          "view": "source_audits",
        },
      ],
      "reportReasons": {
        "gap client no-guardian": "first",
        "malformed source_audits": "first",
      },
      "startedAt": "2026-11-24T05:00:00.000Z",
      "type": "report",
      "version": 1,
      "warnings": [],
    }
  `);
});

test('Dry runs, checks and errors are printed as JSON too', async () => {
  office.audit(office.client('Firma', { client: [office.user('Anna')] }), winter('11-24 05:00'));
  expect(await lines({}, '--dry-run', '--now', '2026-11-24T06:00:00+01:00')).toMatchObject([
    { type: 'message', state: 'queued' },
    { type: 'report', dryRun: true },
  ]);
  expect(await lines({}, '--check')).toMatchObject(Array.from({ length: 14 }, () => ({ type: 'check' })));
  const peer = await startScripted({ extensions: ['AUTH PLAIN LOGIN'] });
  const warned = await lines({ mailbox: plainMailbox(peer.port, { user: 'biuro', password: 'dobre' }) }, '--check');
  await peer.close();
  expect(warned).toContainEqual(
    expect.objectContaining({
      check: 'mailbox',
      state: 'warning',
      found: expect.stringContaining('is sent unencrypted') as string,
      args: { account: `biuro@127.0.0.1:${peer.port}`, warning: { code: 'testSmtp.warning.plainPassword' } },
    }),
  );
  expect(
    (await lines({ database: { client: 'sqlite', file: 'nie-ma.db' } }, '--check')).filter(
      (line) => (line as { state: string }).state === 'fault',
    ),
  ).toHaveLength(1);
  expect(await lines({ mailbox: { form: 'x' } })).toMatchObject([
    { type: 'error', code: 'CONFIG_INVALID', version: 1 },
  ]);
  expect(
    await lines({ quietHours: { from: '00:00', until: '23:59' } }, '--now', '2026-11-24T06:00:00+01:00'),
  ).toMatchObject([{ kinds: [{ closed: 'quiet-hours' }] }]);
});
