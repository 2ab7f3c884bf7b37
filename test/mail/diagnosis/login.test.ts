import { describe, expect, onTestFinished, test } from 'vitest';
import { Secret } from '../../../src/config/index.js';
import { formatMessage, locales } from '../../../src/messages/index.js';
import { phaseNames, recordDiagnosis, password } from '../../helpers/diagnosis.js';
import { plainAccount } from '../../helpers/diagnosis-servers.js';
import { startTokenServer } from '../../helpers/oauth2.js';

describe('the login', () => {
  test('A server that offers no login is reported', async () => {
    const outcome = await recordDiagnosis(await plainAccount({ ehlo: '250-smtp.example\n250 SIZE 1000' }));
    expect(outcome).toMatchObject({ exitCode: 77, failed: 'auth', error: { code: 'MAILBOX_LOGIN_NOT_OFFERED' } });
    expect(outcome.phases.at(-1)!.hint!.code).toBe('login-not-offered');
  });

  test.each(['AUTH FOO BAR', 'AUTH XOAUTH2', 'AUTH=', 'AUTH'])(
    'A password is not sent to a server that offers %s',
    async (offer) => {
      const outcome = await recordDiagnosis(await plainAccount({ ehlo: `250-smtp.example\n250 ${offer}` }));
      expect(outcome).toMatchObject({ exitCode: 77, failed: 'auth', error: { code: 'MAILBOX_LOGIN_NOT_OFFERED' } });
    },
  );

  test('A refused token is reported in its own phase', async () => {
    const login = {
      user: 'biuro@biuro.example',
      oauth2: {
        tokenUrl: 'http://127.0.0.1:1/token',
        grant: { type: 'client-credentials' as const, clientId: 'x', clientSecret: new Secret('y') },
      },
    };
    const outcome = await recordDiagnosis(
      await plainAccount({ ehlo: '250-smtp.example\n250 AUTH XOAUTH2' }, { login }),
    );
    expect(outcome).toMatchObject({ exitCode: 75, failed: 'token', error: { code: 'MAILBOX_TOKEN_UNREACHABLE' } });
  });

  test.each([
    ['535 5.7.3 Authentication unsuccessful', 'token-refused'],
    [
      '535-5.7.8 Username and Password not accepted. Learn more at\n535 5.7.8  https://support.google.com',
      'token-refused',
    ],
    ['535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.', 'smtp-auth-off'],
  ])('A token that the mail server refuses with %s is not called a password: %s', async (reply, hint) => {
    const server = await startTokenServer(() => ({ body: { token_type: 'Bearer', access_token: 'x' } }));
    onTestFinished(() => server.close());
    const login = {
      user: 'biuro@biuro.example',
      oauth2: {
        tokenUrl: server.url,
        grant: { type: 'client-credentials' as const, clientId: 'x', clientSecret: new Secret('y') },
      },
    };
    const outcome = await recordDiagnosis(
      await plainAccount({ ehlo: '250-smtp.example\n250 AUTH XOAUTH2', auth: reply }, { login }),
    );
    expect(outcome).toMatchObject({ exitCode: 77, failed: 'auth', error: { code: 'MAILBOX_TOKEN_NOT_ACCEPTED' } });
    expect(outcome.phases.at(-1)!.hint!.code).toBe(hint);
    for (const locale of locales)
      expect(formatMessage({ code: 'testSmtp.hint.token-refused.cause' }, locale)).not.toMatch(/password|hasł/i);
  });

  test('Without a configured login none is tried', async () => {
    const { login, ...config } = await plainAccount();
    expect(login).toBeDefined();
    const outcome = await recordDiagnosis(config);
    expect(phaseNames(outcome)).toEqual(['dns', 'connect', 'banner', 'ehlo', 'mail', 'rcpt']);
    expect(outcome.warnings).toEqual([]);
  });

  test('The transcript has every line and no secret, not even one that the server repeats', async () => {
    const base64 = Buffer.from(`\0biuro@biuro.example\0${password}`).toString('base64');
    const answers = [
      `334 VXNlcm5hbWU6`,
      '334 UGFzc3dvcmQ6',
      `535 5.7.8 no: ${password} ${base64} ${Buffer.from(password).toString('base64')}`,
    ];
    const outcome = await recordDiagnosis(
      await plainAccount(({ stage }) =>
        stage === 'ehlo'
          ? { reply: '250-smtp.example\n250 AUTH LOGIN' }
          : stage === 'auth'
            ? { reply: answers.shift()! }
            : undefined,
      ),
    );
    const text = JSON.stringify(outcome);
    for (const secret of [
      password,
      base64,
      Buffer.from(password).toString('base64'),
      Buffer.from('biuro@biuro.example').toString('base64'),
    ])
      expect(text).not.toContain(secret);
    expect(
      outcome.lines.map(({ from, text: line }) => `${from === 'client' ? '->' : '<-'} ${line.split('\n')[0]!}`),
    ).toEqual([
      '<- 220 smtp.example ESMTP',
      expect.stringMatching(/^-> EHLO /),
      '<- 250-smtp.example',
      '-> AUTH LOGIN',
      '<- 334 VXNlcm5hbWU6',
      '-> ***',
      '<- 334 UGFzc3dvcmQ6',
      '-> ***',
      '<- 535 5.7.8 no: *** *** ***',
    ]);
    expect(outcome.exitCode).toBe(77);
  });
});
