import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { previewLineSchema } from '../../../scripts/generate/output-schemas/preview.js';
import { command } from '../../helpers/command.js';
import { TestOffice, winter } from '../../helpers/office.js';

let office: TestOffice;
afterEach(() => {
  office.close();
});

const preview = (...args: string[]) => command(['preview', ...args], { cwd: office.directory });

test("`preview --why` explains each kind in the office's time zone, as text and as JSON", async () => {
  office = new TestOffice(
    { 'audit-completed': true, 'user-activity': true },
    { language: 'pl', quietHours: { from: '20:00', until: '07:00' } },
  );
  office.user('Ewa Pusta', null);
  const client = office.client('Firma', { client: [office.user('Anna')] });
  await office.run(winter('11-24 12:00'));
  office.audit(client, winter('11-24 21:00'));
  writeFileSync(join(office.directory, 'mobevo-notify.config.json'), JSON.stringify(office.settings));

  const { stdout, stderr, code } = await preview('--why', 'anna@biuro.example', '--now', '2026-11-24T21:30:00+01:00');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain(
    'audit-completed (Anna): jest coś do wysłania; czeka na koniec godzin ciszy, wyjdzie od 25.11.2026 07:00\n',
  );
  expect(stdout).toContain('documents-delivered: wyłączone w konfiguracji\n');
  expect((await preview('--why', 'ewa pusta')).stdout).toContain(
    'user-activity (Ewa Pusta): nie ma adresu e-mail w Mobevo\n',
  );
  expect(await preview('--why', 'Ana')).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(
      /^✗ Nie znaleziono użytkownika ani odbiorcy "Ana" \(może chodziło o "Anna"\?\)\./,
    ) as string,
  });

  const json = await preview('--why', 'Anna', '--now', '2026-11-24T21:30:00+01:00', '--json');
  const lines = json.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
  for (const line of lines) expect(previewLineSchema.parse(line)).toEqual(line);
  expect(lines[0]).toMatchInlineSnapshot(`
    {
      "kind": "audit-completed",
      "name": "Anna",
      "reason": "quiet-hours",
      "recipient": "user:2",
      "type": "why",
      "until": "2026-11-25T06:00:00.000Z",
      "version": 1,
    }
  `);
  expect((await preview('--why', ' ')).code).toBe(2);
});
