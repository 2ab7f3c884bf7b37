import { describe, expect, test } from 'vitest';
import { recordDiagnosis } from '../../helpers/diagnosis.js';
import { certificate, encryptedAccount, plainAccount } from '../../helpers/diagnosis-servers.js';

describe('TLS', () => {
  test.each([
    ['has expired', -1, undefined, {}, 'certificate-ended', 'CERT_HAS_EXPIRED'],
    [
      'is for another name',
      90,
      [{ type: 2 as const, value: 'smtp.inny.example' }],
      {},
      'certificate-name',
      'ERR_TLS_CERT_ALTNAME_INVALID',
    ],
    [
      'comes from an unknown authority',
      90,
      undefined,
      { ca: undefined },
      'certificate-untrusted',
      'DEPTH_ZERO_SELF_SIGNED_CERT',
    ],
  ])('A certificate that %s is shown, and no password is sent', async (_, days, names, more, hint, problem) => {
    for (const security of ['starttls', 'tls'] as const) {
      const config = await encryptedAccount(
        await certificate(days, names),
        { secure: security === 'tls' },
        { security },
      );
      const { ca, ...withoutCa } = config;
      const outcome = await recordDiagnosis('ca' in more ? withoutCa : config);
      expect(ca).toBeDefined();
      expect(outcome.phases.at(-1)).toMatchObject({
        phase: 'tls',
        ok: false,
        hint: { code: hint },
        facts: { problem, subject: 'smtp.biuro.example' },
      });
      expect(outcome.lines.filter(({ text }) => text.startsWith('AUTH'))).toEqual([]);
      expect(outcome.exitCode).toBe(75);
    }
  });

  test('A certificate that expires soon is a warning', async () => {
    const outcome = await recordDiagnosis(await encryptedAccount(await certificate(5), {}, {}));
    expect(outcome).toMatchObject({
      exitCode: 0,
      warnings: [{ code: 'testSmtp.warning.certificate', args: { count: 5 } }],
    });
  });

  test.each([['502 5.5.1 command not recognized'], ['454 4.7.0 TLS not available due to local problem']])(
    '"%s" to STARTTLS',
    async (starttls) => {
      const outcome = await recordDiagnosis(await plainAccount({ starttls }, { security: 'starttls' }));
      expect(outcome.phases.at(-1)).toMatchObject({
        phase: 'tls',
        ok: false,
        hint: { code: 'no-starttls' },
        reply: { text: starttls },
      });
    },
  );
});
