import { generate } from 'selfsigned';
import type { SmtpConfig } from '../../src/config/index.js';
import { onTestFinished } from 'vitest';
import { account, password } from './diagnosis.js';
import { startScripted, type Script, type ScriptedServer } from './scripted-smtp.js';
import { startSmtp, type PeerOptions } from './smtp.js';

const day = 86_400_000;
type Pems = Awaited<ReturnType<typeof certificate>>;

/** Makes a self-signed certificate. @param days until it expires */
export function certificate(
  days: number,
  altNames: { type: 2; value: string }[] | { type: 7; ip: string }[] = [{ type: 7, ip: '127.0.0.1' }],
) {
  return generate([{ name: 'commonName', value: 'smtp.biuro.example' }], {
    notBeforeDate: new Date(Date.now() - 60 * day),
    notAfterDate: new Date(Date.now() + days * day + 60_000),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'subjectAltName', altNames },
    ],
  });
}

/** Starts a scripted server without TLS that offers what a provider usually offers. */
export async function provider(script: Script = {}): Promise<ScriptedServer> {
  const server = await startScripted({
    script,
    extensions: ['PIPELINING', 'SIZE 26214400', 'AUTH PLAIN LOGIN', 'SMTPUTF8'],
  });
  onTestFinished(() => server.close());
  return server;
}

/** An account on a scripted server without TLS. */
export async function plainAccount(script: Script = {}, more: Partial<SmtpConfig> = {}): Promise<SmtpConfig> {
  return account((await provider(script)).port, more);
}

/** An account on a real server that has this certificate and accepts the account's password. */
export async function encryptedAccount(
  pems: Pems,
  options: PeerOptions,
  more: Partial<SmtpConfig>,
): Promise<SmtpConfig> {
  const server = await startSmtp({
    key: pems.private,
    cert: pems.cert,
    authMethods: ['PLAIN', 'LOGIN'],
    onAuth: ({ password: given }, _session, done) => {
      done(given === password ? null : new Error('Invalid login'), { user: 'biuro' });
    },
    ...options,
  });
  onTestFinished(() => server.close());
  return account(server.port, { security: 'starttls', ca: pems.cert, ...more });
}
