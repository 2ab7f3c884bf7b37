import { describe, expect, test } from 'vitest';
import { microsoftPasswordWarning } from '../../../src/mail/diagnosis/warnings.js';
import { phaseNames, recordDiagnosis } from '../../helpers/diagnosis.js';
import { plainAccount } from '../../helpers/diagnosis-servers.js';

describe('warnings', () => {
  const at = (offset: number) => new Date(Date.now() + offset).toUTCString().replace('GMT', '+0000');

  test.each([
    [-600_000, [{ code: 'testSmtp.warning.clockAhead', args: { count: 10 } }]],
    [300_000, [{ code: 'testSmtp.warning.clockBehind', args: { count: 5 } }]],
    [20_000, []],
  ])('a server whose clock differs by %i ms', async (offset, warnings) => {
    const config = await plainAccount({
      banner: `220 mail.example Microsoft ESMTP MAIL Service ready at ${at(offset)}`,
    });
    const { login, ...withoutLogin } = config;
    expect(login).toBeDefined();
    expect((await recordDiagnosis(withoutLogin)).warnings).toEqual(warnings);
  });

  test('An unencrypted password and a sender that is not the login are warnings', async () => {
    const outcome = await recordDiagnosis(await plainAccount({}, { from: 'powiadomienia@biuro.example' }));
    expect(outcome.warnings.map(({ code }) => code)).toEqual([
      'testSmtp.warning.plainPassword',
      'testSmtp.warning.otherSender',
    ]);
  });

  test.each([
    ['BIURO-PC', {}, ['testSmtp.warning.hostName']],
    ['biuro-pc.klos.example', {}, []],
    ['BIURO-PC', { ehloName: 'powiadomienia.klos.example' }, []],
  ])('The name %s of this host with %o: %o', async (hostName, more, warnings) => {
    const { login, ...config } = await plainAccount({}, more);
    expect(login).toBeDefined();
    const outcome = await recordDiagnosis(config, { hostName });
    expect(outcome).toMatchObject({ exitCode: 0 });
    expect(outcome.warnings.map(({ code }) => code)).toEqual(warnings);
  });

  test.each([
    ['smtp.office365.com', 1],
    ['Outlook.office365.com.', 1],
    ['smtp.gmail.com', 0],
  ])('A password for %s: %d warnings about the calendar of Microsoft', async (host, count) => {
    const account = await plainAccount({});
    const warnings = microsoftPasswordWarning({ ...account, host });
    expect(warnings.map(({ code }) => code)).toEqual(Array(count).fill('testSmtp.warning.microsoftPassword'));
    const { login, ...withoutLogin } = account;
    expect(login).toBeDefined();
    expect(microsoftPasswordWarning({ ...withoutLogin, host })).toEqual([]);
  });

  test('An accepted sender whose own mailbox refuses mail is a warning', async () => {
    const outcome = await recordDiagnosis(await plainAccount({ rcpt: '550 5.1.1 <biuro@biuro.example> no such user' }));
    expect(outcome).toMatchObject({
      exitCode: 0,
      warnings: [{ code: 'testSmtp.warning.plainPassword' }, { code: 'testSmtp.warning.ownAddress' }],
    });
    expect(phaseNames(outcome).at(-1)).toBe('rcpt');
  });
});
