import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { beforeAll, describe, expect, test } from 'vitest';
import { account, recordDiagnosis } from '../../helpers/diagnosis.js';
import { certificate, encryptedAccount, plainAccount } from '../../helpers/diagnosis-servers.js';

type Pems = Awaited<ReturnType<typeof certificate>>;

let valid: Pems;
beforeAll(async () => {
  valid = await certificate(90);
});

describe('Reaching the server', () => {
  test.each([
    ['a name that does not exist', { host: 'nie-ma-takiego.invalid' }, 'dns', /host-unknown|dns-silent/],
    ['a port where nothing listens', { port: 1 }, 'connect', /port-refused/],
  ] as const)('%s', async (_, more, phase, hint) => {
    const outcome = await recordDiagnosis(account(1, more));
    expect(outcome).toMatchObject({ exitCode: 75, failed: phase, error: { code: 'MAILBOX_UNREACHABLE' } });
    expect(outcome.phases.at(-1)!.hint!.code).toMatch(hint);
  });

  test('A port with the wrong TLS mode is recognised, both ways', async () => {
    const wantsTls = await recordDiagnosis(await encryptedAccount(valid, { secure: true }, { security: 'starttls' }));
    expect(wantsTls.phases.at(-1)).toMatchObject({ phase: 'banner', ok: false, hint: { code: 'port-speaks-tls' } });
    const plain = await recordDiagnosis(await encryptedAccount(valid, {}, { security: 'tls' }));
    expect(plain.phases.at(-1)).toMatchObject({
      phase: 'tls',
      ok: false,
      hint: { code: 'port-speaks-plain' },
      reply: { text: expect.stringContaining('220 ') as string },
    });
    expect([wantsTls.exitCode, plain.exitCode]).toEqual([75, 75]);
  });

  test('An unencrypted refusal on a TLS port is reported as the refusal, not as a TLS error', async () => {
    const outcome = await recordDiagnosis(
      await plainAccount({ banner: '550 mail from your IP address is administratively disabled' }, { security: 'tls' }),
    );
    expect(outcome.phases.at(-1)).toMatchObject({
      phase: 'tls',
      hint: { code: 'address-blocked' },
      reply: { code: 550 },
    });
  });

  test.each([['+OK POP3 ready'], ['* OK IMAP4rev1'], ['HTTP/1.1 400 Bad Request']])(
    '"%s" is recognised as not a mail server',
    async (banner) => {
      const outcome = await recordDiagnosis(await plainAccount({ banner }));
      expect(outcome.phases.at(-1)).toMatchObject({ phase: 'banner', ok: false, hint: { code: 'not-smtp' } });
      expect(outcome.exitCode).toBe(75);
    },
  );

  test('A server that closes the connection before its greeting is reported', async () => {
    const server = createServer((socket) => {
      socket.end();
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const outcome = await recordDiagnosis(account((server.address() as AddressInfo).port));
    expect(outcome.phases.at(-1)).toMatchObject({ phase: 'banner', ok: false, hint: { code: 'connection-lost' } });
    server.close();
  });
});
