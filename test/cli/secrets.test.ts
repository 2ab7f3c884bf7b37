import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { command } from '../helpers/command.js';
import { TestOffice } from '../helpers/office.js';
import { startScripted, type Behaviour, type ScriptedServer, type Stage } from '../helpers/scripted-smtp.js';
import { plainMailbox } from '../helpers/smtp.js';

const secret = 'Tajne-Haslo-4711';
/** The secret in plain text and as it is encoded on the wire. */
const encodings = [
  secret,
  Buffer.from(secret).toString('base64'),
  Buffer.from(`\0biuro\0${secret}`).toString('base64'),
  encodeURIComponent(secret),
];

let office: TestOffice;
let peer: ScriptedServer;
afterEach(async () => {
  office.close();
  await peer.close();
});

const plain = encodings[2]!;
const commandLines = [
  ['run', '--check'],
  ['run', '--dry-run', '--json'],
  ['preview', '--json'],
  ['preview', '--why', 'anna@biuro.example'],
  ['run', '--verbose'],
  ['run', '--json'],
  ['test-smtp', '--verbose'],
  ['test-smtp', '--json', '--verbose', '--to', 'anna@biuro.example'],
];

test.each<[string, Stage, Behaviour]>([
  ['a login refused', 'auth', { reply: '535 5.7.8 no' }],
  ['a login refused by a server that repeats it', 'auth', { reply: `535 5.7.8 no: AUTH PLAIN ${plain} (${secret})` }],
  ['a recipient refused', 'rcpt', { reply: '550 5.1.1 no' }],
  ['all well', 'dot', {}],
])('%s: no output and no database row contains a secret', async (_, stage, behaviour) => {
  peer = await startScripted({
    extensions: ['AUTH PLAIN LOGIN'],
    script: { [stage]: behaviour },
  });
  office = new TestOffice(
    { 'audit-completed': { since: '2026-01-01T00:00:00Z' } },
    { mailbox: plainMailbox(peer.port, { user: 'biuro', password: '${HASLO}' }) },
  );
  office.audit(office.client('Firma', { client: [office.user('Anna')] }), new Date(Date.now() - 60_000).toISOString());
  writeFileSync(
    join(office.directory, 'mobevo-notify.config.json'),
    JSON.stringify({ ...office.settings, logFile: 'run.log' }),
  );
  const env = { HASLO: secret, DEBUG: 'knex:*' };
  let output = '';
  for (const args of commandLines) {
    const { stdout, stderr } = await command(args, { cwd: office.directory, env });
    output += stdout + stderr;
  }
  expect(peer.commands.some((line) => encodings.some((encoding) => line.includes(encoding)))).toBe(true);
  output += office.database
    .tables()
    .map((table) => JSON.stringify(office.rows(`SELECT * FROM ${table}`)))
    .join('\n');
  for (const file of ['office.db', 'run.log']) output += readFileSync(join(office.directory, file), 'latin1');
  for (const encoding of encodings) expect(output).not.toContain(encoding);
});
