import { expect, onTestFinished, test } from 'vitest';
import { winter } from '../../helpers/office.js';
import { account, recordDiagnosis, testMail } from '../../helpers/diagnosis.js';
import { officeWithMail } from '../../helpers/office-with-mail.js';
import { startScripted, type ScriptedServer } from '../../helpers/scripted-smtp.js';

const { timeouts } = account(0);
const short = { timeouts: { ...timeouts, mail: 500, rcpt: 500, data: 500 } };

/** A server that offers PIPELINING and does not master it. */
async function startBroken(pipelined: 'lost' | 'refused'): Promise<ScriptedServer> {
  const server = await startScripted({ pipelined, extensions: ['PIPELINING', 'AUTH PLAIN'] });
  onTestFinished(() => server.close());
  return server;
}

const ways = [
  ['lost', 'without a mail', {}],
  ['lost', 'with a mail', { mail: testMail }],
  ['refused', 'without a mail', {}],
  ['refused', 'with a mail', { mail: testMail }],
] as const;

test.each(ways)(
  'Commands that are %s when they come together (%s): the test names the setting',
  async (way, _, options) => {
    const server = await startBroken(way);
    const outcome = await recordDiagnosis(account(server.port, short), options);
    expect(outcome).toMatchObject({ exitCode: 75 });
    expect(outcome.phases.at(-1)).toMatchObject({ ok: false, hint: { code: 'pipelining' } });
    expect(server.received).toHaveLength(0);
  },
);

test.each(ways)('With the setting, a server by which commands are %s works (%s)', async (way, _, options) => {
  const server = await startBroken(way);
  const outcome = await recordDiagnosis(account(server.port, { ...short, pipelining: false }), options);
  expect(outcome.exitCode).toBe(0);
  expect(server.received).toHaveLength('mail' in options ? 1 : 0);
});

test('A server that is silent however the commands come is not blamed for PIPELINING', async () => {
  const server = await startScripted({ extensions: ['PIPELINING', 'AUTH PLAIN'], script: { rcpt: { silence: true } } });
  onTestFinished(() => server.close());
  const outcome = await recordDiagnosis(account(server.port, short));
  expect(outcome.phases.at(-1)).toMatchObject({ phase: 'rcpt', ok: false, hint: { code: 'silence' } });
});

test('A run with "pipelining": false sends its mails to such a server', async () => {
  const server = await startBroken('lost');
  const office = officeWithMail(server.port, ['Anna', 'Jan'], { smtp: { pipelining: false } });
  onTestFinished(() => {
    office.close();
  });
  expect(await office.run(winter('11-24 09:00'))).toMatchObject({ exitCode: 0, kinds: [{ sent: 2 }] });
  expect(server.received).toHaveLength(2);
});
