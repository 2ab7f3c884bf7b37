import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { command } from '../helpers/command.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'mobevo-language-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

const polish = { LC_ALL: 'pl_PL.UTF-8' };
const speaking = (env: NodeJS.ProcessEnv, ...args: string[]) => command(args, { cwd: directory, env });

function configure(settings: object): void {
  writeFileSync(
    join(directory, 'mobevo-notify.config.json'),
    JSON.stringify({
      database: { client: 'sqlite', file: 'x.db' },
      office: { name: 'Biuro' },
      notifications: {},
      mailbox: { from: 'p@biuro.example', pickupDirectory: 'outbox' },
      ...settings,
    }),
  );
}

test('The help is in the language of the environment', async () => {
  expect((await speaking(polish, '--help')).stdout).toContain('Polecenia:');
  expect((await speaking(polish, 'run', '--help')).stdout).toContain('tylko te rodzaje');
  expect((await speaking({}, 'run', '--help')).stdout).toContain('Options:');
});

test('The configuration sets the language; without one the environment does', async () => {
  expect((await speaking(polish, 'run')).stderr).toContain('Brak konfiguracji: nie ma jej w');
  configure({ language: 'en' });
  expect((await speaking(polish, 'test-smtp')).stderr).toContain('test-smtp needs an SMTP account');
  configure({ language: 'pl' });
  expect((await speaking({}, 'test-smtp')).stderr).toContain('test-smtp wymaga konta SMTP');
});

test('JSON output is always in English', async () => {
  configure({ language: 'pl' });
  expect(JSON.parse((await speaking(polish, 'test-smtp', '--json')).stdout)).toMatchObject({
    code: 'NO_MAILBOX',
    message: expect.stringContaining('needs an SMTP account') as string,
  });
});

test('A run on a Polish host prints Polish', async () => {
  const { stdout, code } = await speaking(polish, 'run', '--demo');
  expect(code).toBe(0);
  for (const text of [
    'rodzaj',
    'zaplanowane',
    'bez opiekuna (opiekun klienta)',
    'opiekun (Kadry opiekun)',
    'czeka',
    'Wysłano',
  ])
    expect(stdout).toContain(text);
  expect(stdout).not.toMatch(/guardian|planned|sent\b/);
});

test('Errors of the command line and the configuration are translated too', async () => {
  configure({ mailbox: { form: 'p@biuro.example', pickupDirectory: 'outbox' }, lookback: 'krótko' });
  expect(await speaking(polish, 'run', '--sofort')).toMatchObject({
    code: 2,
    stderr: "błąd: nieznana opcja '--sofort'\n",
  });
  expect(await speaking(polish, 'run', '--demo', '--config', 'x.json')).toMatchObject({
    code: 2,
    stderr: "błąd: opcji '--demo' nie można użyć razem z '--config <file>'\n",
  });
  expect((await speaking(polish, 'preview', '--format', 'pdf')).stderr).toContain(
    'Możliwe wartości: text, html, eml, json.',
  );
  const { stderr } = await speaking(polish, 'run');
  expect(stderr).toContain(
    'mailbox.form: jest: nieznane ustawienie, ma być: jedno z udokumentowanych ustawień (może chodziło o "from"?)',
  );
  expect(stderr).toContain('lookback: jest: tekst o długości 6 znaków, ma być: długość czasu od 1 day do 90 days');
});
