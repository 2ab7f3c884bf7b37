import { afterEach, expect, test } from 'vitest';
import { explain } from '../../src/run/why.js';
import { TestOffice, winter } from '../helpers/office.js';
import { plainMailbox, startSmtp } from '../helpers/smtp.js';

let office: TestOffice;
afterEach(() => { office.close(); });

const all = {
  'audit-completed': true, 'documents-delivered': true, 'user-activity': true, 'client-activity-hr': false,
  'office-activity': { recipients: ['szef@biuro.example'] }, 'absences': { recipients: ['szef@biuro.example'] },
};

async function why(address: string, now: string): Promise<Record<string, string>> {
  const explanations = await explain(office.config, address, new Date(now));
  return Object.fromEntries(explanations.map(({ kind, reason, role, last }) =>
    [kind, `${reason}${role === undefined ? '' : ` ${role}`}${last === undefined ? '' : ` / ${last.state}`}`]));
}

test('kind by kind: off, no role, nothing new, would send, and what became of the last mail', async () => {
  office = new TestOffice(all);
  const anna = office.user('Anna');
  const client = office.client('Firma', { client: [anna] });
  await office.run(winter('11-24 07:00'));
  expect(await why('ANNA@biuro.example', winter('11-24 08:00'))).toEqual({
    'audit-completed': 'nothing-new', 'documents-delivered': 'no-guardian-role accounting', 'user-activity': 'nothing-new',
    'office-activity': 'not-configured', 'client-activity-hr': 'off', 'client-activity-accounting': 'off', 'absences': 'not-configured',
  });
  office.audit(client, winter('11-24 08:30'));
  expect(await why('anna@biuro.example', winter('11-24 09:00'))).toMatchObject({ 'audit-completed': 'would-send' });
  await office.run(winter('11-24 09:00'));
  expect(await why('anna@biuro.example', winter('11-24 09:01'))).toMatchObject({ 'audit-completed': 'nothing-new / sent' });
  expect(await why('szef@biuro.example', winter('11-24 09:01'))).toMatchObject({
    'office-activity': 'nothing-new / sent', 'audit-completed': 'unknown-address', 'absences': 'nothing-new',
  });
  expect(office.rows('SELECT COUNT(*) AS count FROM messages')).toMatchObject([{ count: 2 }]);
});

test('a blocked user, an address that cannot be used, and one nobody has', async () => {
  office = new TestOffice(all);
  office.user('Jan', 'jan@biuro.example', { is_blocked: 1 });
  office.user('Ewa', 'ewa@biuro.example; ewa@dom.example');
  expect(await why('jan@biuro.example', winter('11-24 08:00'))).toMatchObject({ 'audit-completed': 'blocked', 'user-activity': 'blocked' });
  expect(await why('ewa@biuro.example', winter('11-24 08:00'))).toMatchObject({ 'user-activity': 'bad-address' });
  expect(await why('nikt@biuro.example', winter('11-24 08:00'))).toMatchObject({ 'user-activity': 'unknown-address' });
});

test('not due yet: there is something to tell, and the schedule holds it', async () => {
  office = new TestOffice({ 'audit-completed': true }, { schedule: { every: '1 day', startAt: '06:00' } });
  const client = office.client('Firma', { client: [office.user('Anna')] });
  await office.run(winter('11-24 06:00'));
  office.audit(client, winter('11-24 08:00'));
  const [audit] = await explain(office.config, 'anna@biuro.example', new Date(winter('11-24 09:00')));
  expect(audit).toMatchObject({ reason: 'not-due', until: new Date(winter('11-25 06:00')).toISOString() });
});

test('a deferred mail is told with the last reply', async () => {
  const peer = await startSmtp({ recipient: () => ({ code: 450, text: '4.2.2 mailbox full' }) });
  try {
    office = new TestOffice({ 'audit-completed': { since: winter('11-24 00:00') } }, { mailbox: plainMailbox(peer.port) });
    office.audit(office.client('Firma', { client: [office.user('Anna')] }), winter('11-24 08:00'));
    await office.run(winter('11-24 09:00'));
    const [audit] = await explain(office.config, 'anna@biuro.example', new Date(winter('11-24 09:01')));
    expect(audit).toMatchObject({ reason: 'nothing-new', name: 'Anna', last: { state: 'deferred', reply: '450 4.2.2 mailbox full' } });
    expect(Date.parse(audit!.last!.nextAttemptAt!)).toBeGreaterThan(Date.parse(winter('11-24 09:01')));
  } finally {
    await peer.close();
  }
});
