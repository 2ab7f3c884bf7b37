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
  afterEach(async () => {
    office.close();
    await peer.close();
  });

  async function start(): Promise<void> {
    [logins, isPasswordRight] = [0, false];
    peer = await startSmtp({
      authOptional: false,
      authMethods: ['PLAIN'],
      allowInsecureAuth: true,
      onAuth: (_auth, _session, callback) => {
        logins += 1;
        if (isPasswordRight) callback(null, { user: 'biuro' });
        else callback(Object.assign(new Error('5.7.8 no'), { responseCode: 535 }));
      },
    });
    const smtp = { host: '127.0.0.1', port: peer.port, security: 'none', user: 'biuro', password: 'tajne-haslo' };
    office = new TestOffice(
      { 'audit-completed': { since: winter('11-24 00:00') } },
      { mailbox: { from: 'powiadomienia@biuro.example', smtp } },
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
