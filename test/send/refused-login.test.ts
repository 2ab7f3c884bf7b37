import { afterEach, describe, expect, test } from 'vitest';
import { explain } from '../../src/inspect/explain.js';
import { TestOffice, winter } from '../helpers/office.js';
import { addMailFor } from '../helpers/office-with-mail.js';
import { startSmtp, type SmtpPeer } from '../helpers/smtp.js';

describe('A login that the server refuses', () => {
  let office: TestOffice;
  let peer: SmtpPeer;
  let logins = 0;
  let isPasswordRight = false;
  let reply = { responseCode: 535, message: '5.7.8 no' };
  afterEach(async () => {
    office.close();
    await peer.close();
  });

  async function start(settings: object = {}): Promise<void> {
    [logins, isPasswordRight, reply] = [0, false, { responseCode: 535, message: '5.7.8 no' }];
    peer = await startSmtp({
      authOptional: false,
      authMethods: ['PLAIN'],
      allowInsecureAuth: true,
      onAuth: (_auth, _session, callback) => {
        logins += 1;
        if (isPasswordRight) callback(null, { user: 'biuro' });
        else callback(Object.assign(new Error(reply.message), reply));
      },
    });
    const login = { user: 'biuro', password: 'tajne-haslo' };
    const accounts = [{ name: 'biuro', host: '127.0.0.1', port: peer.port, security: 'none', ...login }];
    office = new TestOffice(
      { 'audit-completed': { since: winter('11-24 00:00') } },
      { mailbox: { from: 'powiadomienia@biuro.example', accounts }, ...settings },
    );
    addMailFor(office, 'Anna');
  }
  const minute = (index: number) => winter(`11-24 09:${String(index).padStart(2, '0')}`);

  test('is tried three times, then every ten minutes, also if there are new mails; each run says why', async () => {
    await start();
    for (let index = 0; index < 60; index += 1) {
      if (index % 7 === 0) addMailFor(office, `Osoba${index}`);
      const { exitCode, errors } = await office.run(minute(index));
      expect(exitCode).toBe(77);
      expect(errors).toMatchObject([{ code: 'MAILBOX_LOGIN_REFUSED', exitCode: 77 }]);
      expect(errors[0]!.message).toContain('5.7.8 no');
    }
    expect(logins).toBe(3 + 5);

    isPasswordRight = true;
    expect(await office.run(winter('11-24 10:05'))).toMatchObject({ exitCode: 0, errors: [] });
    expect(office.states()).toEqual({ sent: 10 });
    addMailFor(office, 'Ewa');
    [logins, isPasswordRight] = [0, false];
    for (let index = 0; index < 9; index += 1) await office.run(winter(`11-24 11:0${index}`));
    expect(logins).toBe(3);
  });

  test('for now counts like one for good, and keeps its exit code', async () => {
    await start();
    for (let index = 0; index < 2; index += 1) await office.run(minute(index));
    reply = { responseCode: 454, message: '4.7.0 Too many login attempts' };
    expect((await office.run(minute(2))).exitCode).toBe(75);
    const before = logins;
    for (let index = 3; index < 12; index += 1)
      expect(await office.run(minute(index))).toMatchObject({
        exitCode: 75,
        errors: [{ code: 'MAILBOX_UNREACHABLE', message: expect.stringContaining('454 4.7.0') as string }],
      });
    expect(logins).toBe(before);
  });

  test('is not forgotten while the server cannot be reached', async () => {
    await start();
    for (let index = 0; index < 3; index += 1) await office.run(minute(index));
    const { mailbox } = office.settings as { mailbox: { accounts: object[] } };
    const accounts = [{ ...mailbox.accounts[0], port: 1 }];
    office.settings = { ...office.settings, mailbox: { ...mailbox, accounts } };
    expect((await office.run(minute(13))).exitCode).toBe(75);
    expect(office.rows('SELECT refused_phase FROM mail_accounts')).toEqual([{ refused_phase: 'connect' }]);
    office.settings = { ...office.settings, mailbox };
    for (let index = 14; index < 24; index += 1) await office.run(minute(index));
    expect(logins).toBe(4);
  });

  test('by an alert counts, too', async () => {
    await start({ alerts: { recipients: ['szef@biuro.example'] } });
    office.change('DELETE FROM source_audits');
    office.client('Sierota');
    for (let index = 0; index < 9; index += 1) await office.run(minute(index));
    expect(logins).toBe(3);
  });

  test('that rests is tried at once after --retry-failed, and --why says until when it rests', async () => {
    await start();
    for (let index = 0; index < 3; index += 1) await office.run(minute(index));
    const [audit] = await explain(office.config, 'Anna', new Date(minute(3)));
    expect(audit).toMatchObject({ reason: 'account-waits', until: new Date(minute(12)).toISOString() });
    isPasswordRight = true;
    expect((await office.run(minute(3))).exitCode).toBe(77);
    expect(logins).toBe(3);
    expect(await office.run(minute(4), { retryFailed: true })).toMatchObject({ exitCode: 0, kinds: [{ sent: 1 }] });
  });
});
