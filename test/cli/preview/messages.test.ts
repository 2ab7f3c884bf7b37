import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { previewLineSchema } from '../../../scripts/generate/output-schemas/preview.js';
import { command } from '../../helpers/command.js';
import { TestOffice, winter } from '../../helpers/office.js';

interface Line {
  readonly type: string;
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly address: string | null;
  readonly attempts?: { readonly account: string }[];
}

let office: TestOffice;
beforeEach(async () => {
  office = new TestOffice({ 'audit-completed': true, 'documents-delivered': true }, { language: 'pl' });
  const guardians = [office.user('Anna'), office.user('Jan')];
  const client = office.client('Firma Kłos', { client: guardians, accounting: guardians });
  await office.run(winter('11-24 06:00'));
  office.audit(client, winter('11-24 06:10'));
  await office.run(winter('11-24 07:00'));
  office.delivery(client, winter('11-25 06:10'));
  await office.run(winter('11-25 07:00'), { only: ['documents-delivered'] });
  writeFileSync(join(office.directory, 'mobevo-notify.config.json'), JSON.stringify(office.settings));
});
afterEach(() => {
  office.close();
});

const preview = (...args: string[]) => command(['preview', ...args], { cwd: office.directory });
const listed = async (...args: string[]) => {
  const { stdout, code } = await preview('--list', '--since', '2026-11-01', '--json', ...args);
  expect(code).toBe(0);
  const lines = stdout.split('\n').filter(Boolean);
  for (const line of lines) expect(previewLineSchema.parse(JSON.parse(line))).toEqual(JSON.parse(line));
  return lines.map((line) => JSON.parse(line) as Line);
};
const idsOf = (lines: readonly Line[]) => lines.map(({ id }) => id);

test('`preview --list` lists messages newest first, by state, kind, recipient and time', async () => {
  expect((await listed()).map(({ id, kind, state, address }) => [id, kind, state, address])).toEqual([
    ['4', 'documents-delivered', 'sent', 'jan@biuro.example'],
    ['3', 'documents-delivered', 'sent', 'anna@biuro.example'],
    ['2', 'audit-completed', 'sent', 'jan@biuro.example'],
    ['1', 'audit-completed', 'sent', 'anna@biuro.example'],
  ]);
  office.change("UPDATE messages SET state = 'failed' WHERE id = 3");
  expect(idsOf(await listed('--state', 'failed,unknown'))).toEqual(['3']);
  expect(idsOf(await listed('--recipient', 'JAN@biuro.example'))).toEqual(['4', '2']);
  const audits = await preview('audit-completed', '--list', '--since', '2026-11-01', '--json');
  expect(audits.stdout.trim().split('\n')).toHaveLength(2);
  const recent = await preview('--state', 'sent', '--since', '2026-11-25T00:00:00Z', '--json');
  expect(recent.stdout.match(/"id":"\d"/g)).toEqual(['"id":"4"']);

  const { stdout } = await preview('--list', '--since', '2026-11-01');
  expect(stdout).toContain('#4  25.11.2026 07:00  documents-delivered  Jan <jan@biuro.example>: wysłana\n');
  expect(stdout).toContain('#3  25.11.2026 07:00  documents-delivered  Anna <anna@biuro.example>: błąd\n');
  expect(stdout.match(/ostatnia próba \d\d\.\d\d\.\d{4} \d\d:\d\d, /g)).toHaveLength(4);
  expect(await preview('--list', '--since', '2999-01-01')).toMatchObject({
    code: 0,
    stdout: '',
    stderr: 'Nie ma takich wiadomości.\n',
  });
});

test('`preview --message` shows a message, its attempts and its mail', async () => {
  const { stdout, code } = await preview('--message', '1');
  expect(code).toBe(0);
  expect(stdout).toMatch(/^#1 {2}24\.11\.2026 07:00 {2}audit-completed {2}Anna <anna@biuro\.example>: wysłana$/m);
  expect(stdout).toMatch(/^ {2}próba 1: \d\d\.\d\d\.\d{4} \d\d:\d\d, /m);
  expect(stdout).toContain('Firma Kłos');
  const [details, mail] = (await preview('--message', '1', '--json')).stdout
    .trim()
    .split('\n')
    .map((line) => previewLineSchema.parse(JSON.parse(line)) as unknown as Line);
  expect(details).toMatchObject({ type: 'message', id: '1', attempts: [{ attempt: 1, outcome: 'sent' }] });
  expect(mail).toMatchObject({ type: 'preview', to: 'anna@biuro.example', kind: 'audit-completed' });
  expect((await preview('--message', '1', '--format', 'eml')).stdout).toMatch(/^To: "?Anna"? <anna@biuro\.example>/m);
  expect(office.states()).toEqual({ sent: 4 });

  office.change('UPDATE source_users SET is_blocked = 1');
  const gone = await preview('--message', '1');
  expect(gone).toMatchObject({ code: 0, stderr: expect.stringContaining('Treści wiadomości #1') as string });
});

test('Unknown ids, states and times are usage errors', async () => {
  for (const [args, error] of [
    [['--message', '99'], 'MESSAGE_UNKNOWN'],
    [['--message', 'x'], 'BAD_MESSAGE_ID'],
    [['--list', '--state', 'gone'], 'UNKNOWN_STATE'],
    [['--list', '--since', 'yesterday'], 'BAD_SINCE'],
  ] as const)
    expect(await preview(...args)).toMatchObject({ code: 2, stderr: expect.stringContaining(`[${error}]`) as string });
});

test('Messages are listed, shown and explained while views cannot be read, and the fault is told', async () => {
  const failing = (view: string, columns: string) => {
    office.change(
      `ALTER TABLE ${view} RENAME TO ${view}_kept; CREATE VIEW ${view} AS SELECT ${columns}, gone.x FROM gone`,
    );
  };
  failing('source_audit_findings', '1 AS audit_id');
  expect(idsOf(await listed())).toEqual(['4', '3', '2', '1']);
  const broken = await preview('--message', '1');
  expect(broken.stdout).toMatch(/^#1 .*wysłana$/m);
  expect(broken.stdout).toMatch(/^ {2}próba 1: /m);
  expect(broken).toMatchObject({ code: 78, stderr: expect.stringContaining('source_audit_findings') as string });
  const why = await preview('--why', 'Anna');
  expect(why.stdout).toMatch(/^audit-completed: nie da się przygotować: [^]*source_audit_findings: /m);
  expect(why.stdout).toMatch(/^documents-delivered \(Anna\): nie ma nic nowego/m);

  failing('source_users', '1 AS user_id');
  const list = await preview('--list', '--since', '2026-11-01');
  expect(list.stdout.match(/^#\d/gm)).toEqual(['#4', '#3', '#2', '#1']);
  expect(list.stdout).toContain('anna@biuro.example');
  expect(list.stderr).toContain('source_users');
  expect(await preview('--why', 'Anna')).toMatchObject({
    code: 78,
    stdout: '',
    stderr: expect.stringContaining('source_users') as string,
  });
});
