import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { command } from '../helpers/command.js';
import { TestOffice, winter } from '../helpers/office.js';
import { startScripted, type ScriptedServer } from '../helpers/scripted-smtp.js';

/** Clears the screen, sets the window's title, colours, turns the line round; C1, zero width, a line separator. */
const hostile = 'Ż\u001b[2J\u001b]0;zły\u0007\u001b[31m\u009b31m\u202e\u2066\u200b\u2028\u007f\u0008ć';
// eslint-disable-next-line no-control-regex -- what a terminal obeys
const obeyed = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\p{Cf}]/u;

let office: TestOffice;
let server: ScriptedServer;
beforeEach(async () => {
  server = await startScripted({
    script: { rcpt: `550 5.1.1 ${hostile}\nnobody ${hostile}` },
    extensions: [`X-${hostile}`],
  });
  office = new TestOffice(
    { 'audit-completed': true },
    {
      since: winter('11-01 00:00'),
      mailbox: { from: 'p@biuro.example', smtp: { host: '127.0.0.1', port: server.port, security: 'none' } },
      logFile: 'run.log',
    },
  );
  const client = office.client(hostile, { client: [office.user(hostile, 'anna@biuro.example')] });
  office.audit(client, winter('11-24 06:10'));
  office.audit(office.client(`${hostile} without guardian`, {}), winter('11-24 06:10'));
  writeFileSync(join(office.directory, 'mobevo-notify.config.json'), JSON.stringify(office.settings));
});
afterEach(async () => {
  office.close();
  await server.close();
});

test('No command prints or logs characters of the database or of a server that a terminal obeys', async () => {
  const now = winter('11-24 07:00');
  const run = (...args: string[]) => command(args, { cwd: office.directory });
  const results = [
    await run('run', '--dry-run', '--verbose', '--now', now),
    await run('preview', '--now', now),
    await run('preview', '--now', now, '--json'),
    await run('run', '--verbose', '--now', now),
    await run('run', '--now', now, '--json'),
    await run('preview', '--list', '--since', '2026-11-01'),
    await run('preview', '--message', '1'),
    await run('preview', '--why', 'anna@biuro.example'),
    await run('preview', '--why', hostile),
    await run('preview', '--why', hostile, '--json'),
    await run('preview', '--recipient', hostile),
    await run('preview', '--format', hostile),
    await run('run', `--${hostile}`),
    await run('run', '--config', hostile),
    await run('test-smtp', '--to', 'anna@biuro.example', '--verbose'),
    await run('test-smtp', '--to', 'anna@biuro.example', '--json'),
  ];
  const log = readFileSync(join(office.directory, 'run.log'), 'utf8');
  const texts = [...results.flatMap(({ stdout, stderr }) => [stdout, stderr]), log];
  expect(texts.filter((text) => obeyed.test(text))).toEqual([]);
  expect(texts.filter((text) => text.includes('\\u{1b}[2J')).length).toBeGreaterThanOrEqual(10);
  expect(results[3]!.stdout).toContain('5.1.1');
});
