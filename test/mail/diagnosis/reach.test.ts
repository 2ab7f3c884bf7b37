import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { beforeAll, describe, expect, test } from 'vitest';
import { account, diagnosed } from '../../helpers/diagnosis.js';
import { certificate, encryptedAccount, plainAccount } from '../../helpers/diagnosis-servers.js';

type Pems = Awaited<ReturnType<typeof certificate>>;

let valid: Pems;
beforeAll(async () => {
  valid = await certificate(90);
});

describe('the way to the server', () => {
  test.each([
    ['a name that does not exist', { host: 'nie-ma-takiego.invalid' }, 'dns', /host-unknown|dns-silent/],
    ['a port where nothing listens', { port: 1 }, 'connect', /port-refused/],
  ] as const)('%s', async (_, more, phase, hint) => {
    const outcome = await diagnosed(account(1, more));
    expect(outcome).toMatchObject({ exitCode: 75, failed: phase, error: { code: 'MAILBOX_UNREACHABLE' } });
    expect(outcome.phases.at(-1)!.hint!.code).toMatch(hint);
  });

  test('465 against 587: a port that wants TLS first, and one that does not', async () => {
    const wantsTls = await diagnosed(await encryptedAccount(valid, { secure: true }, { security: 'starttls' }));
    expect(wantsTls.phases.at(-1)).toMatchObject({ phase: 'banner', ok: false, hint: { code: 'port-speaks-tls' } });
    const plain = await diagnosed(await encryptedAccount(valid, {}, { security: 'tls' }));
    expect(plain.phases.at(-1)).toMatchObject({
      phase: 'tls',
      ok: false,
      hint: { code: 'port-speaks-plain' },
      reply: { text: expect.stringContaining('220 ') as string },
    });
    expect([wantsTls.exitCode, plain.exitCode]).toEqual([75, 75]);
  });

  test('a refusal in plain words on the port for TLS is told, not taken for a fault of TLS', async () => {
    const outcome = await diagnosed(
      await plainAccount({ banner: '550 mail from your IP address is administratively disabled' }, { security: 'tls' }),
    );
    expect(outcome.phases.at(-1)).toMatchObject({
      phase: 'tls',
      hint: { code: 'address-blocked' },
      reply: { code: 550 },
    });
  });

  test.each([['+OK POP3 ready'], ['* OK IMAP4rev1'], ['HTTP/1.1 400 Bad Request']])(
    '"%s" is no mail server',
    async (banner) => {
      const outcome = await diagnosed(await plainAccount({ banner }));
      expect(outcome.phases.at(-1)).toMatchObject({ phase: 'banner', ok: false, hint: { code: 'not-smtp' } });
      expect(outcome.exitCode).toBe(75);
    },
  );

  test('a server that hangs up before it speaks', async () => {
    const server = createServer((socket) => {
      socket.end();
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const outcome = await diagnosed(account((server.address() as AddressInfo).port));
    expect(outcome.phases.at(-1)).toMatchObject({ phase: 'banner', ok: false, hint: { code: 'connection-lost' } });
    server.close();
  });
});
