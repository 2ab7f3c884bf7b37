import dns from 'node:dns';
import { afterEach, expect, test, vi } from 'vitest';
import { officeWithMail } from '../helpers/office-with-mail.js';
import { winter, type TestOffice } from '../helpers/office.js';
import { startSmtp, type SmtpPeer } from '../helpers/smtp.js';

let office: TestOffice;
let peer: SmtpPeer;
afterEach(async () => {
  vi.restoreAllMocks();
  office.close();
  await peer.close();
});

test('A server whose addresses all refuse is told with the reason of each', async () => {
  peer = await startSmtp();
  office = officeWithMail(1, ['Anna'], { smtp: { host: 'localhost' } });
  vi.spyOn(dns, 'lookup').mockImplementation(((
    _host: string,
    _options: object,
    done: (...found: unknown[]) => void,
  ) => {
    done(null, [
      { address: '127.0.0.1', family: 4 },
      { address: '127.0.0.2', family: 4 },
    ]);
  }) as never);
  const { exitCode, errors } = await office.run(winter('11-24 09:00'));
  expect({ exitCode, errors }).toMatchObject({ exitCode: 75, errors: [{ code: 'MAILBOX_UNREACHABLE' }] });
  expect(errors[0]!.message).toMatch(/ECONNREFUSED 127\.0\.0\.1:1\b.*ECONNREFUSED 127\.0\.0\.2:1\b/);
});

test('A run finds the mail server as the system does, also if DNS knows another address of its name', async () => {
  type Done = (error: null, addresses: string[]) => void;
  const asked: string[] = [];
  const answer = (address: string) => (host: string, done: Done) => {
    asked.push(host);
    done(null, [address]);
  };
  vi.spyOn(dns.Resolver.prototype, 'resolve4').mockImplementation(answer('127.0.0.99') as never);
  vi.spyOn(dns.Resolver.prototype, 'resolve6').mockImplementation(answer('::ffff:127.0.0.99') as never);
  peer = await startSmtp();
  office = officeWithMail(peer.port, ['Anna'], { smtp: { host: 'localhost' } });
  expect(await office.run(winter('11-24 09:00'))).toMatchObject({ exitCode: 0, kinds: [{ sent: 1 }] });
  expect(asked).toEqual([]);
});
