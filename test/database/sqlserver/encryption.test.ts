import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { Secret } from '../../../src/config/secret.js';
import { connect } from '../../../src/database/index.js';
import type { NotifyError } from '../../../src/errors/index.js';
import { makeCertificate } from '../../helpers/certificates.js';
import { command } from '../../helpers/command.js';
import { TestOffice } from '../../helpers/office.js';
import { TdsPeer } from '../../helpers/tds-peer.js';
import { sql } from '../../helpers/sql.js';

const password = 'Tajne_haslo_1';
const [preLogin, login] = [0x12, 0x10];

let peer: TdsPeer;
let browser: UdpSocket | undefined;
afterEach(() => {
  peer.close();
  browser?.close();
  browser = undefined;
});

async function connectError(server: string, more: string, ca?: string): Promise<NotifyError> {
  const connection = new Secret(`Server=${server};Database=m;User Id=u;Password=${password};${more}`);
  const database = await connect({ client: 'sqlserver', schema: 's', connection, ...(ca === undefined ? {} : { ca }) });
  try {
    await database.query(sql('SELECT 1 AS one'));
    throw new TypeError('the peer accepted the login');
  } catch (error) {
    return error as NotifyError;
  } finally {
    await database.close();
  }
}

test.each([
  ['refuses encryption', 2],
  ['would encrypt the login only if asked', 0],
  ['does not speak of encryption', -1],
  ['gives a value that does not exist', 0x7f],
])('A server that %s gets no password', async (_, encryption) => {
  peer = await TdsPeer.start(undefined, encryption);
  const error = await connectError(`127.0.0.1,${peer.port}`, '');
  expect(error).toMatchObject({ code: 'DATABASE_NOT_ENCRYPTED', exitCode: 78 });
  expect(peer.packets).toEqual([preLogin]);
  expect(JSON.stringify(error) + error.message).not.toContain(password);
});

test('Encrypt=false logs in without encryption', async () => {
  peer = await TdsPeer.start();
  expect(await connectError(`127.0.0.1,${peer.port}`, 'Encrypt=false')).toMatchObject({ code: 'DATABASE_UNREACHABLE' });
  expect(peer.packets).toEqual([preLogin, login]);
});

test.each([
  ['of an unknown authority', 'localhost', false, 'Encrypt=strict', []],
  ['of another host', 'inny.example', true, 'Encrypt=strict', []],
  ['of the authority in caFile', 'localhost', true, 'Encrypt=strict', [preLogin, login]],
  [
    'under Encrypt=strict with TrustServerCertificate',
    'localhost',
    false,
    'Encrypt=strict;TrustServerCertificate=true',
    [],
  ],
])('A certificate %s is accepted only if it can be verified', async (_, name, isKnown, settings, packets) => {
  const { key, cert } = await makeCertificate(name);
  peer = await TdsPeer.start({ key, cert });
  const error = await connectError(`localhost,${peer.port}`, settings, isKnown ? cert : undefined);
  expect(error).toMatchObject(
    packets.length === 0
      ? { code: 'DATABASE_CERTIFICATE_UNTRUSTED', exitCode: 78 }
      : { code: 'DATABASE_UNREACHABLE', exitCode: 75 },
  );
  expect(peer.packets).toEqual(packets);
});

test('The certificate of a server named by its IP address is verified, and the run prints no warning', async () => {
  const { key, cert } = await makeCertificate('127.0.0.1');
  peer = await TdsPeer.start({ key, cert });
  const office = new TestOffice({ 'audit-completed': true });
  const connection = `Server=127.0.0.1,${peer.port};Database=m;User Id=u;Password=${password};Encrypt=strict`;
  writeFileSync(join(office.directory, 'ca.pem'), cert);
  writeFileSync(
    join(office.directory, 'mobevo-notify.config.json'),
    JSON.stringify({
      ...office.settings,
      language: 'en',
      database: { client: 'sqlserver', connection, caFile: 'ca.pem' },
    }),
  );
  const { code, stderr } = await command(['run', '--quiet'], { cwd: office.directory });
  office.close();
  expect(peer.packets).toContain(login);
  expect(code).toBe(75);
  expect(stderr).toContain('DATABASE_UNREACHABLE');
  expect(stderr).not.toContain('Warning');
});

test('SQL Server Browser is asked for the port of a named instance', async () => {
  peer = await TdsPeer.start();
  const { port } = peer;
  browser = createSocket('udp4');
  browser.on('message', (_, { port: asker, address }) => {
    const text = `ServerName;DB;InstanceName;MOBEVO;IsClustered;No;Version;16.0.1000.6;tcp;${port};;`;
    browser!.send(Buffer.concat([Buffer.from([5, text.length, 0]), Buffer.from(text)]), asker, address);
  });
  await new Promise<void>((resolve, reject) => {
    browser!.once('error', reject).bind(1434, '127.0.0.1', resolve);
  });

  await connectError('127.0.0.1\\MOBEVO', 'Encrypt=false');
  expect(peer.packets).toEqual([preLogin, login]);
  expect(await connectError('127.0.0.1\\INNA', 'Encrypt=false')).toMatchObject({
    code: 'DATABASE_INSTANCE_UNKNOWN',
    exitCode: 75,
  });
});
