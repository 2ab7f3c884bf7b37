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
