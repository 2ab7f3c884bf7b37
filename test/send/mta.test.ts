import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { startMta, whyNoMta, type Mta, type MtaSetup } from '../helpers/debian-mta.js';
import { faultTable } from '../helpers/fault-cell.js';
import { exim, openSmtpd, postfix } from '../helpers/mta-setups.js';
import { officeWithMail } from '../helpers/office-with-mail.js';
import { type TestOffice, winter } from '../helpers/office.js';

/** A folder for the packages; set by `npm run test:mta`. */
const packages = process.env['MOBEVO_TEST_MTA'];
const obstacle = packages === undefined ? 'only npm run test:mta starts them' : whyNoMta();
if (packages !== undefined && obstacle !== undefined)
  process.stdout.write(`Skipped the real mail servers: ${obstacle}.\n`);
const mails = 400;
const port = 25_025;
const deliveryTimeoutMs = 120_000;

let mta: Mta | undefined;
let office: TestOffice | undefined;
afterEach(async () => {
  office?.close();
  await mta?.stop();
  mta = office = undefined;
});

const names = Array.from({ length: mails }, (_, index) => `Osoba${index}`);
const messageIdOf = (mail: string) => /^message-id: *(\S+)/im.exec(mail)?.[1];

async function start(setup: MtaSetup, smtp: object = {}): Promise<TestOffice> {
  mta = await startMta(setup, port, packages!);
  office = officeWithMail(port, names, { smtp: { name: 'konto', connections: 3, ...smtp } });
  return office;
}

/** Waits until the server has put as many mails into the mailbox, and a second longer for a surplus. */
async function mailbox(): Promise<string[]> {
  const began = performance.now();
  while (performance.now() - began < deliveryTimeoutMs && mta!.mails().length < mails) await pause(250);
  await pause(1_000);
  return mta!.mails();
}

async function expectEachOnce(): Promise<void> {
  const found = (await mailbox()).map(messageIdOf);
  const sent = office!.rows<{ id: string }>('SELECT message_id AS id FROM messages').map(({ id }) => id);
  expect(found).toHaveLength(mails);
  expect([...found].sort()).toEqual(sent.sort());
  expect(new Set(found).size).toBe(mails);
  expect(office!.rows('SELECT attempt FROM messages WHERE attempt <> 1').length).toBeLessThanOrEqual(3);
}

describe.runIf(obstacle === undefined)('A real mail server gets each mail once', () => {
  const table = faultTable('server', 'mails', 'in the mailbox', 'exit code', 'warnings');

  test.each([exim(), openSmtpd, postfix])(
    '$name',
    async (setup) => {
      const report = await (await start(setup)).run(winter('11-24 09:00'));
      expect(report).toMatchObject({ exitCode: 0, errors: [], warnings: [], kinds: [{ sent: mails }] });
      await expectEachOnce();
      table.row(setup.name, String(mails), 'each once', String(report.exitCode), '');
    },
    600_000,
  );

  test('Exim that takes two connections of a host gets the whole queue over two, and the number is remembered', async () => {
    await start(exim('smtp_accept_max_per_host = 2'), { connections: 5 });
    const report = await office!.run(winter('11-24 09:00'));
    expect(report).toMatchObject({
      exitCode: 0,
      errors: [],
      warnings: [{ code: 'MAILBOX_FEWER_CONNECTIONS', args: { account: 'konto', accepted: 2, configured: 5 } }],
      kinds: [{ sent: mails }],
    });
    await expectEachOnce();
    expect(office!.rows('SELECT accepted_connections AS accepted FROM mail_accounts')).toEqual([{ accepted: 2 }]);
    table.row('Exim, 2 connections a host', String(mails), 'each once', '0', report.warnings[0]!.message);
  }, 600_000);
});
