import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkConfig, type SmtpConfig } from '../../src/config/index.js';
import { ConfigInvalidError, type ConfigIssue } from '../../src/errors/index.js';

const good = {
  database: { client: 'sqlite', file: 'state.db' },
  office: { name: 'Biuro' },
  notifications: { 'audit-completed': true },
  mailbox: { from: 'p@biuro.example', pickupDirectory: 'outbox' },
};

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'mobevo-config-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

function faultsOf(content: unknown, environment: NodeJS.ProcessEnv = {}): readonly ConfigIssue[] {
  try {
    checkConfig(join(directory, 'c.json'), content, environment);
  } catch (error) {
    if (error instanceof ConfigInvalidError) return error.toJSON().issues;
    throw error;
  }
  return [];
}

describe('secrets and the environment', () => {
  const smtp = (password: unknown) => ({
    ...good,
    mailbox: { from: 'p@biuro.example', smtp: { host: 'h', port: '${PORT}', security: 'tls', user: 'u', password } },
  });

  test('${NAME} takes an environment variable, { file } a file, and neither is printed', () => {
    writeFileSync(join(directory, 'secret.txt'), 'z pliku\n');
    for (const [password, expected] of [
      ['${PASSWORD}', 'ze środowiska'],
      [{ file: 'secret.txt' }, 'z pliku'],
    ] as const) {
      const config = checkConfig(join(directory, 'c.json'), smtp(password), {
        PASSWORD: 'ze środowiska',
        PORT: '2525',
      });
      const { transport } = config.mailbox;
      if (transport.type !== 'smtp') throw new Error('expected an SMTP account');
      const [{ port, login }] = transport.accounts as [SmtpConfig];
      if (login === undefined || !('password' in login)) throw new Error('expected a password');
      expect(port).toBe(2525);
      expect(login.password.reveal()).toBe(expected);
      expect(`${JSON.stringify(config)} ${inspect(config, { depth: null })} ${String(login.password)}`).not.toContain(
        expected,
      );
    }
  });

  test('a variable that is not set and a file that is not there are faults', () => {
    expect(faultsOf(smtp('${MISSING}'), { PORT: '25' })).toMatchObject([
      { path: 'mailbox.smtp.password', expected: 'the environment variable MISSING to be set' },
    ]);
    expect(faultsOf(smtp({ file: 'missing.txt' }), { PORT: '25' })).toMatchObject([
      { path: 'mailbox.smtp.password', expected: 'a file that can be read' },
    ]);
  });

  test('the value of a secret setting is not shown in a fault', () => {
    const [fault] = faultsOf(smtp(['hunter2']), { PORT: '25' });
    expect(JSON.stringify(fault)).not.toContain('hunter2');
  });
});

test('no fault shows a value that may hold a password', () => {
  const environment = { DB: 'Server=db;Password=tajne-haslo', PW: 'tajne-haslo' };
  const secrets = [
    { ...good, database: '${DB}' },
    { ...good, database: 'Server=db;Password=tajne-haslo' },
    { ...good, mailbox: { from: 'p@biuro.example', smtp: 'smtps://u:${PW}@host' } },
    {
      ...good,
      mailbox: {
        from: 'p@biuro.example',
        pickupDirectory: 'x',
        smtp: { host: 'h', security: 'tls', user: 'u', password: 'tajne-haslo' },
      },
    },
    { ...good, mailbox: { from: 'p@biuro.example', smtp: { host: 'h', security: 'tls', port: '${PW}' } } },
  ];
  for (const content of secrets) {
    const faults = faultsOf(content, environment);
    expect(faults.length).toBeGreaterThan(0);
    expect(JSON.stringify(faults)).not.toContain('tajne-haslo');
  }
});

test('an empty secret file, and a templatesDir that is not there', () => {
  writeFileSync(join(directory, 'empty.txt'), '\n');
  const mailbox = {
    from: 'p@biuro.example',
    smtp: { host: 'h', security: 'tls', user: 'u', password: { file: 'empty.txt' } },
  };
  expect(faultsOf({ ...good, mailbox, templatesDir: 'szablny' })).toMatchObject([
    { path: 'templatesDir', expected: 'a folder that exists' },
    { path: 'mailbox.smtp.password', found: 'an empty file' },
  ]);
});
