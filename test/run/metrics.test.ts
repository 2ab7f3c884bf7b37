import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { checkHealth } from '../../src/inspect/check-health.js';
import { root } from '../helpers/command.js';
import { onSqlServer, winter, type TestOffice } from '../helpers/office.js';
import { addMailFor, officeWithMail } from '../helpers/office-with-mail.js';
import { startSmtp } from '../helpers/smtp.js';

let office: TestOffice;
afterEach(() => {
  office.close();
});

const folder = () => join(office.directory, 'textfile');
/** The values by metric and labels. Each metric must have a name and a form that Prometheus takes, and be explained. */
function metrics(): Record<string, number> {
  const lines = readFileSync(join(folder(), 'mobevo.prom'), 'utf8').trimEnd().split('\n');
  const typed = lines.flatMap((line) => /^# TYPE (\S+) gauge$/.exec(line)?.[1] ?? []);
  const helped = lines.flatMap((line) => /^# HELP (\S+) \S.*\.$/.exec(line)?.[1] ?? []);
  expect(typed).toEqual(helped);
  expect(new Set(typed).size).toBe(typed.length);
  return Object.fromEntries(
    lines
      .filter((line) => !line.startsWith('#'))
      .map((line) => {
        const [, name, labels = '', value] =
          /^mobevo_notify_([a-z_]+)(\{[a-z]+="[a-z-]+"(?:,[a-z]+="[a-z-]+")*\})? (\d+(?:\.\d+)?)$/.exec(line)!;
        expect(typed).toContain(`mobevo_notify_${name!}`);
        return [`${name!}${labels}`, Number(value)];
      }),
  );
}
const at = (time: string) => Date.parse(winter(time)) / 1000;
const open = (state: string) => `messages{kind="audit-completed",state="${state}"}`;
const done = (outcome: string) => `last_run_messages{kind="audit-completed",outcome="${outcome}"}`;

test('Each run replaces the file with its figures, also one that failed or broke off', async () => {
  const peer = await startSmtp({
    recipient: (address) => (address.startsWith('jan') ? { code: 550, text: '5.1.1 no such user' } : undefined),
  });
  office = officeWithMail(peer.port, ['Anna', 'Jan']);
  mkdirSync(folder());
  office.settings = { ...office.settings, metricsFile: 'textfile/mobevo.prom' };
  try {
    await office.run(winter('11-24 09:00'));
    expect(metrics()).toMatchObject({
      last_run_timestamp_seconds: at('11-24 09:00'),
      last_run_exit_code: 1,
      last_run_duration_seconds: 0,
      [done('planned')]: 2,
      [done('sent')]: 1,
      [done('failed')]: 1,
      [open('failed')]: 1,
    });
    expect(metrics()).not.toHaveProperty('last_success_timestamp_seconds');
    expect(metrics()).not.toHaveProperty('oldest_waiting_message_timestamp_seconds');
    await office.run(winter('11-24 09:01'));
    expect(metrics()).toMatchObject({ last_run_exit_code: 0, last_success_timestamp_seconds: at('11-24 09:01') });
  } finally {
    await peer.close();
  }
  addMailFor(office, 'Ewa');
  await office.run(winter('11-24 09:02'));
  const waiting = {
    last_run_exit_code: 75,
    last_success_timestamp_seconds: at('11-24 09:01'),
    oldest_waiting_message_timestamp_seconds: at('11-24 09:02'),
    [open('queued')]: 1,
  };
  expect(metrics()).toMatchObject(waiting);
  if (process.platform !== 'win32') expect(statSync(join(folder(), 'mobevo.prom')).mode & 0o777).toBe(0o644);
  expect(readdirSync(folder())).toEqual(['mobevo.prom']);

  const { config } = office;
  if (onSqlServer) return;
  office.change('INSERT INTO migrations (version, applied_at) VALUES (99, ?)', winter('11-24 09:00'));
  await expect(office.run(winter('11-24 09:03'))).rejects.toMatchObject({ code: 'SCHEMA_TOO_NEW' });
  expect(metrics()).toMatchObject({
    last_run_exit_code: 78,
    last_run_timestamp_seconds: at('11-24 09:03'),
    last_success_timestamp_seconds: at('11-24 09:01'),
  });
  expect(config.metricsFile).toBe(join(folder(), 'mobevo.prom'));
});

test('A run that cannot connect replaces the file', async () => {
  office = officeWithMail(1, []);
  mkdirSync(folder());
  office.settings = { ...office.settings, metricsFile: 'textfile/mobevo.prom' };
  await office.run(winter('11-24 09:00'));
  office.settings = { ...office.settings, database: { client: 'sqlserver', connection: 'Server=;Nonsense=1' } };
  await expect(office.run(winter('11-24 09:01'))).rejects.toMatchObject({ code: 'DATABASE_SETTINGS_INVALID' });
  expect(metrics()).toMatchObject({
    last_run_exit_code: 78,
    last_run_timestamp_seconds: at('11-24 09:01'),
    last_success_timestamp_seconds: at('11-24 09:00'),
  });
});

test('A run that is cut off because its database answers nothing replaces the file', async () => {
  const silent = createServer();
  await once(silent.listen(0, '127.0.0.1'), 'listening');
  const { port } = silent.address() as AddressInfo;
  office = officeWithMail(1, []);
  mkdirSync(folder());
  const connection = `Server=127.0.0.1,${port};User Id=a;Password=b`;
  office.settings = {
    ...office.settings,
    metricsFile: 'textfile/mobevo.prom',
    database: { client: 'sqlserver', connection },
  };
  await expect(office.run(winter('11-24 09:01'), { maxDuration: 500 })).rejects.toMatchObject({ code: 'RUN_OVERDUE' });
  silent.close();
  expect(metrics()).toMatchObject({ last_run_exit_code: 75, last_run_timestamp_seconds: at('11-24 09:01') });
});

test.skipIf(onSqlServer)('A run replaces the file also if it cannot read its figures', async () => {
  office = officeWithMail(1, []);
  mkdirSync(folder());
  office.settings = { ...office.settings, metricsFile: 'textfile/mobevo.prom' };
  await office.run(winter('11-24 08:00'));
  office.change('ALTER TABLE runs RENAME COLUMN exit_code TO code');
  const { exitCode, warnings } = await office.run(winter('11-24 09:00'));
  expect({ exitCode, warnings: warnings.length }).toEqual({ exitCode: 78, warnings: 1 });
  expect(metrics()).toMatchObject({
    last_run_exit_code: 78,
    last_run_timestamp_seconds: at('11-24 09:00'),
    last_success_timestamp_seconds: at('11-24 08:00'),
  });
});

test('A file that cannot be written is a warning of a run, and a fault of --check', async () => {
  office = officeWithMail(1, []);
  office.settings = { ...office.settings, metricsFile: 'nie-ma/mobevo.prom' };
  expect(await office.run(winter('11-24 09:00'))).toMatchObject({
    exitCode: 0,
    warnings: [{ code: 'METRICS_UNWRITABLE' }],
  });
  const found = [];
  for await (const check of checkHealth(office.config)) if (check.check === 'metrics') found.push(check);
  expect(found).toMatchObject([{ state: 'fault', error: { code: 'METRICS_UNWRITABLE', exitCode: 78 } }]);
});

test.each(['en', 'pl'])('The alert rules of the guide (%s) use names that a run writes', async (language) => {
  office = officeWithMail(1, ['Anna']);
  mkdirSync(folder());
  office.settings = { ...office.settings, metricsFile: 'textfile/mobevo.prom' };
  office.change('DELETE FROM source_audits');
  await office.run(winter('11-24 09:00'));
  addMailFor(office, 'Ewa');
  await office.run(winter('11-24 09:02'));
  const page = readFileSync(join(root, 'docs', language, 'schedule.md'), 'utf8');
  const rules = /```yaml\n([^`]*alert:[^`]*)```/.exec(page)![1]!;
  expect(rules.match(/alert:/g)).toHaveLength(2);
  const names = [...rules.matchAll(/mobevo_notify_([a-z_]+)/g)].map(([, name]) => name!);
  expect(names.length).toBeGreaterThan(1);
  for (const name of names) expect(Object.keys(metrics()).map((key) => key.split('{')[0])).toContain(name);
});
