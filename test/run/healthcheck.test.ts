import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { command } from '../helpers/command.js';
import { onSqlServer, TestOffice, winter } from '../helpers/office.js';

let office: TestOffice;
let server: Server | undefined;
let calls: { method: string; path: string; id: string | null; login: string | undefined }[] = [];
afterEach(() => {
  office.close();
  server?.closeAllConnections();
  server?.close();
  server = undefined;
  calls = [];
});

/** Starts a server. @param status of its response; without it the server never responds */
async function listen(status?: number): Promise<string> {
  server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url!, 'http://localhost');
    calls.push({
      method: request.method!,
      path: pathname,
      id: searchParams.get('rid'),
      login: request.headers.authorization,
    });
    if (status !== undefined) response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => {
    server!.listen(0, '127.0.0.1', resolve);
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/tajny-identyfikator`;
}

/** Address of a server that was closed. */
async function closed(): Promise<string> {
  const address = await listen();
  await new Promise((resolve) => server!.close(resolve));
  return address;
}

function start(healthcheckUrl: string, more: object = {}): void {
  office = new TestOffice({ 'audit-completed': { since: winter('11-24 00:00') } }, { healthcheckUrl, ...more });
  office.audit(office.client('Firma', { client: [office.user('Anna')] }), winter('11-24 08:00'));
}

const paths = () => calls.map(({ path }) => path);

test('A run reports start and success with the same run id', async () => {
  start(await listen(200));
  expect(await office.run(winter('11-24 09:00'))).toMatchObject({ exitCode: 0, warnings: [] });
  expect(paths()).toEqual(['/tajny-identyfikator/start', '/tajny-identyfikator']);
  expect(new Set(calls.map(({ method }) => method))).toEqual(new Set(['POST']));
  expect(calls[0]!.id).toMatch(/^[\da-f-]{36}$/);
  expect(calls[1]!.id).toBe(calls[0]!.id);
});

test('A run that could not send reports start and failure', async () => {
  start(await listen(200), {
    mailbox: { from: 'p@biuro.example', smtp: { host: '127.0.0.1', port: 1, security: 'none' } },
  });
  expect((await office.run(winter('11-24 09:00'))).exitCode).toBe(75);
  expect(paths()).toEqual(['/tajny-identyfikator/start', '/tajny-identyfikator/fail']);
});

test('An unreachable database is reported as failure, exit 75', async () => {
  const gone = onSqlServer
    ? { client: 'sqlserver', connection: 'Server=127.0.0.1,1;Database=m;User Id=u;Password=p' }
    : { client: 'sqlite', file: 'gone.db' };
  start(await listen(200), { database: gone });
  writeFileSync(join(office.directory, 'mobevo-notify.config.json'), JSON.stringify(office.settings));
  expect((await command(['run'], { cwd: office.directory })).code).toBe(75);
  expect(paths()).toEqual(['/tajny-identyfikator/start', '/tajny-identyfikator/fail']);
});

test.each<[string, () => Promise<string>, string]>([
  ['answers with an error', () => listen(404), 'HTTP 404'],
  ['never answers', () => listen(), 'TimeoutError'],
  ['is not there', closed, 'ECONNREFUSED'],
  ['has the port of another protocol', () => Promise.resolve('http://127.0.0.1:25/tajny-identyfikator'), 'bad port'],
])('A health check that %s stops nothing and is reported once, without its address', async (_, address, reason) => {
  start(await address());
  writeFileSync(join(office.directory, 'mobevo-notify.config.json'), JSON.stringify(office.settings));
  // Side by side, because each waits for the answer.
  const [report, { code, stdout, stderr }] = await Promise.all([
    office.run(winter('11-24 09:00')),
    command(['run', '--json'], { cwd: office.directory }),
  ]);
  expect(report).toMatchObject({ exitCode: 0, errors: [], warnings: [{ code: 'HEALTHCHECK_SILENT' }] });
  expect(report.warnings).toHaveLength(1);
  expect(report.warnings[0]!.message).toContain(reason);
  expect(office.states()).toEqual({ sent: 1 });
  expect(code).toBe(0);
  expect(stdout).toContain('HEALTHCHECK_SILENT');
  expect(`${stdout}${stderr}`).not.toContain('tajny-identyfikator');
});

test('A health check that answers with a redirect is told nothing elsewhere, and the redirect is reported', async () => {
  const elsewhere = await listen(200);
  const target = server!;
  const moving = createServer((_request, response) => {
    response.writeHead(307, { location: elsewhere }).end();
  });
  await new Promise<void>((resolve) => {
    moving.listen(0, '127.0.0.1', resolve);
  });
  start(`http://127.0.0.1:${(moving.address() as AddressInfo).port}/tajny-identyfikator`);
  const report = await office.run(winter('11-24 09:00'));
  moving.closeAllConnections();
  moving.close();
  expect(target.listening).toBe(true);
  expect(calls).toEqual([]);
  expect(report).toMatchObject({ exitCode: 0, warnings: [{ code: 'HEALTHCHECK_SILENT' }] });
  expect(report.warnings[0]!.message).toContain('HTTP 307');
});

test('A dry run does not call the health check', async () => {
  start(await listen(200));
  await office.dryRun(winter('11-24 09:00'));
  expect(calls).toEqual([]);
});

test('A user and a password in the address are sent as a login', async () => {
  const { protocol, host, pathname } = new URL(await listen(200));
  start(`${protocol}//b%C3%B3b:ha%3As%C5%82o@${host}${pathname}`);
  expect(await office.run(winter('11-24 09:00'))).toMatchObject({ exitCode: 0, warnings: [] });
  expect(paths()).toEqual(['/tajny-identyfikator/start', '/tajny-identyfikator']);
  const login = `Basic ${Buffer.from('bób:ha:sło').toString('base64')}`;
  expect(calls.map((call) => call.login)).toEqual([login, login]);
});
