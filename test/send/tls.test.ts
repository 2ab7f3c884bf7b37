import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { makeCertificate, type Certificate } from '../helpers/certificates.js';
import { TestOffice, winter } from '../helpers/office.js';
import { plainMailbox, startSmtp, type PeerOptions, type SmtpPeer } from '../helpers/smtp.js';

let good: Certificate;
let otherName: Certificate;
let expired: Certificate;
beforeAll(async () => {
  [good, otherName, expired] = await Promise.all([
    makeCertificate('localhost'),
    makeCertificate('mail.inny.example'),
    makeCertificate('localhost', -1),
  ]);
});

let office: TestOffice;
let peer: SmtpPeer | undefined;
afterEach(async () => {
  office.close();
  await peer?.close();
});

/** Sends one mail to a server with this certificate; the office trusts only the given authority. */
async function send(
  security: string,
  certificate: Certificate,
  trusted: Certificate | undefined,
  options: PeerOptions = {},
) {
  peer = await startSmtp({ key: certificate.key, cert: certificate.cert, secure: security === 'tls', ...options });
  office = new TestOffice({ 'audit-completed': { since: winter('11-24 00:00') } });
  if (trusted !== undefined) writeFileSync(join(office.directory, 'ca.pem'), trusted.cert);
  office.settings = {
    ...office.settings,
    mailbox: plainMailbox(peer.port, {
      host: 'localhost',
      security,
      ...(trusted === undefined ? {} : { caFile: 'ca.pem' }),
    }),
  };
  office.audit(office.client('Firma', { client: [office.user('Anna')] }), winter('11-24 08:00'));
  return office.run(winter('11-24 09:00'));
}

test.each(['tls', 'starttls'])('%s accepts a certificate of the authority in caFile', async (security) => {
  let isEncrypted = false;
  const report = await send(security, good, good, {
    onMailFrom: (_address, session, callback) => {
      isEncrypted = session.secure;
      callback();
    },
  });
  expect(report.errors).toEqual([]);
  expect(isEncrypted).toBe(true);
  expect(office.states()).toEqual({ sent: 1 });
});

test.each<[string, () => [Certificate, Certificate | undefined], RegExp]>([
  ['self-signed and not trusted', () => [good, undefined], /self-signed|self signed/],
  ['issued for another name', () => [otherName, otherName], /altnames|does not match/],
  ['expired', () => [expired, expired], /expired/],
])('A certificate that is %s exits with 75, and the mail stays queued', async (_, certificates, reason) => {
  for (const security of ['tls', 'starttls']) {
    const report = await send(security, ...certificates());
    expect(report.exitCode).toBe(75);
    expect(report.errors[0]!.message).toMatch(reason);
    expect(office.states()).toEqual({ queued: 1 });
    expect(peer!.received).toEqual([]);
    if (security === 'tls') {
      office.close();
      await peer!.close();
    }
  }
});

test('STARTTLS is never skipped: if the server does not offer it, the mail stays queued', async () => {
  const report = await send('starttls', good, good, { disabledCommands: ['STARTTLS'] });
  expect(report.exitCode).toBe(75);
  expect(office.states()).toEqual({ queued: 1 });
});
