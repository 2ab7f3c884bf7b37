import { afterEach, expect, test } from 'vitest';
import { explain } from '../../src/inspect/explain.js';
import { TestOffice, winter } from '../helpers/office.js';
import { plainMailbox, startSmtp } from '../helpers/smtp.js';

let office: TestOffice;
afterEach(() => {
  office.close();
});

const all = {
  'audit-completed': true,
  'documents-delivered': true,
  'user-activity': true,
  'client-activity-hr': false,
  'office-activity': { recipients: ['szef@biuro.example'] },
  absences: { recipients: ['szef@biuro.example'] },
};

async function why(who: string, now: string): Promise<Record<string, string>> {
  const explanations = await explain(office.config, who, new Date(now));
  return Object.fromEntries(
    explanations.map(({ kind, reason, role, last }) => [
      kind,
      `${reason}${role === undefined ? '' : ` ${role}`}${last === undefined ? '' : ` / ${last.state}`}`,
    ]),
  );
}

test('Each kind has its reason and the outcome of the last mail', async () => {
  office = new TestOffice(all);
  const anna = office.user('Anna');
  const client = office.client('Firma', { client: [anna] });
  await office.run(winter('11-24 07:00'));
  expect(await why('ANNA@biuro.example', winter('11-24 08:00'))).toEqual({
    'audit-completed': 'nothing-new',
    'documents-delivered': 'no-guardian-role accounting',
    'user-activity': 'nothing-new',
    'office-activity': 'not-configured',
    'client-activity-hr': 'off',
    'client-activity-accounting': 'off',
    absences: 'not-configured',
  });
  office.audit(client, winter('11-24 08:30'));
  expect(await why('anna@biuro.example', winter('11-24 09:00'))).toMatchObject({ 'audit-completed': 'would-send' });
  await office.run(winter('11-24 09:00'));
  expect(await why('anna@biuro.example', winter('11-24 09:01'))).toMatchObject({
    'audit-completed': 'nothing-new / sent',
  });
  expect(await why('szef@biuro.example', winter('11-24 09:01'))).toMatchObject({
    'office-activity': 'nothing-new / sent',
    'audit-completed': 'unknown-address',
    absences: 'nothing-new',
  });
  expect(office.rows('SELECT COUNT(*) AS count FROM messages')).toMatchObject([{ count: 2 }]);
});

test('A blocked user, an invalid address and an unknown address have their reasons', async () => {
  office = new TestOffice(all);
  office.user('Jan', 'jan@biuro.example', { is_blocked: 1 });
  office.user('Ewa', 'ewa@biuro.example; ewa@dom.example');
  expect(await why('jan@biuro.example', winter('11-24 08:00'))).toMatchObject({
    'audit-completed': 'blocked',
    'user-activity': 'blocked',
  });
  expect(await why('ewa@biuro.example', winter('11-24 08:00'))).toMatchObject({ 'user-activity': 'bad-address' });
  office.notify({ ...all, 'office-activity': { recipients: ['szef@biuro.example'] } });
  expect(await why('szef@biuro.example', winter('11-24 08:00'))).toMatchObject({ 'user-activity': 'unknown-address' });
  await expect(why('nikt@biuro.example', winter('11-24 08:00'))).rejects.toMatchObject({ code: 'NOBODY_FOUND' });
});

test('A user is found by name or id, also without an address', async () => {
  office = new TestOffice({ ...all, 'office-activity': { recipients: ['lukasz@biuro.example'] } });
  const empty = office.user('Ewa Pusta', ' ');
  office.user('Łukasz', 'lukasz@biuro.example');
  for (const who of ['ewa pusta', 'Ewa Pusta', String(empty)]) {
    expect(await why(who, winter('11-24 08:00'))).toMatchObject({
      'user-activity': 'no-address',
      'office-activity': 'not-configured',
    });
  }
  expect(await why('Łukasz', winter('11-24 08:00'))).toMatchObject({
    'user-activity': 'nothing-new',
    'office-activity': 'would-send',
  });
});

test.each([
  ['Ewa Gasior', ' (did you mean "Ewa Gąsior"?).'],
  ['gasior', ' (did you mean "Adam Gąsior", "Ewa Gąsior"?).'],
  ['Lukaszz', ' (did you mean "Łukasz"?).'],
  ['Zenon Kowalski', '.'],
])('A name that nobody has, %s, is one error that suggests similar names', async (who, end) => {
  office = new TestOffice(all);
  for (const name of ['Ewa Gąsior', 'Adam Gąsior', 'Łukasz']) office.user(name, 'x@biuro.example');
  await expect(why(who, winter('11-24 08:00'))).rejects.toMatchObject({
    code: 'NOBODY_FOUND',
    exitCode: 1,
    message: expect.stringContaining(`"${who}" was found${end}`) as string,
  });
});

const night = { from: '20:00', until: '07:00' };

test('Mails held in quiet hours or on a day off are explained with the time they go out', async () => {
  office = new TestOffice(
    { 'audit-completed': true },
    { schedule: { every: '1 minute', startAt: '06:00' }, quietHours: night, workingDaysOnly: true },
  );
  const client = office.client('Firma', { client: [office.user('Anna')] });
  await office.run(winter('11-20 12:00'));
  expect((await explain(office.config, 'Anna', new Date(winter('11-20 21:30'))))[0]).toMatchObject({
    reason: 'nothing-new',
  });
  office.audit(client, winter('11-20 21:00'));
  const at = async (now: string) => (await explain(office.config, 'Anna', new Date(winter(now))))[0];
  const until = new Date(winter('11-23 07:00')).toISOString();
  expect(await at('11-20 21:30')).toMatchObject({ reason: 'quiet-hours', until });
  expect(await at('11-22 12:00')).toMatchObject({ reason: 'day-off', until });
  expect(await at('11-23 07:00')).toMatchObject({ reason: 'would-send' });
});

test('A retry that waits for the end of quiet hours is explained', async () => {
  const peer = await startSmtp({ recipient: () => ({ code: 451, text: '4.3.2 later' }) });
  try {
    office = new TestOffice(
      { 'audit-completed': { since: winter('11-24 00:00') } },
      { mailbox: plainMailbox(peer.port), quietHours: night },
    );
    office.audit(office.client('Firma', { client: [office.user('Anna')] }), winter('11-24 19:00'));
    await office.run(winter('11-24 19:58'));
    const [audit] = await explain(office.config, 'anna@biuro.example', new Date(winter('11-24 20:30')));
    expect(audit).toMatchObject({
      reason: 'quiet-hours',
      until: new Date(winter('11-25 07:00')).toISOString(),
      last: { state: 'deferred' },
    });
  } finally {
    await peer.close();
  }
});

test('Mails held by the schedule are explained', async () => {
  office = new TestOffice({ 'audit-completed': true }, { schedule: { every: '1 day', startAt: '06:00' } });
  const client = office.client('Firma', { client: [office.user('Anna')] });
  await office.run(winter('11-24 06:00'));
  office.audit(client, winter('11-24 08:00'));
  const [audit] = await explain(office.config, 'anna@biuro.example', new Date(winter('11-24 09:00')));
  expect(audit).toMatchObject({ reason: 'not-due', until: new Date(winter('11-25 06:00')).toISOString() });
});

test('A mail that waits for the quota of its account is explained', async () => {
  const peer = await startSmtp();
  try {
    office = new TestOffice(
      { 'audit-completed': { since: winter('11-24 00:00') } },
      { mailbox: plainMailbox(peer.port, { messagesPerDay: 1 }) },
    );
    for (const name of ['Anna', 'Ewa'])
      office.audit(office.client(name, { client: [office.user(name)] }), winter('11-24 08:00'));
    await office.run(winter('11-24 09:00'));
    const [waiting] = office.rows<{ recipient: string }>("SELECT recipient FROM messages WHERE state = 'queued'");
    const who = waiting!.recipient.replace('user:', '');
    // Now, because the quota is counted by the database's clock.
    const [audit] = await explain(office.config, who);
    expect(audit).toMatchObject({ reason: 'account-waits', last: { state: 'queued' } });
    expect(Date.parse(audit!.until!)).toBeGreaterThan(Date.now());
  } finally {
    await peer.close();
  }
});

test('A kind whose since has not come is explained, and not as one with nothing new', async () => {
  const since = winter('11-30 08:00');
  office = new TestOffice({ 'audit-completed': { since }, absences: { since, recipients: ['anna@biuro.example'] } });
  office.audit(office.client('Firma', { client: [office.user('Anna')] }), winter('11-24 08:00'));
  const reasons = async (now: string) => {
    const explained = await explain(office.config, 'anna@biuro.example', new Date(winter(now)));
    return explained.filter(({ reason }) => reason !== 'off');
  };
  await office.run(winter('11-24 09:00'));
  const until = new Date(since).toISOString();
  for (const { reason, ...rest } of await reasons('11-29 09:00'))
    expect({ reason, ...rest }).toMatchObject({ reason: 'not-begun', until });
  expect((await reasons('11-30 08:00')).map(({ reason }) => reason)).not.toContain('not-begun');
});

test('A deferred mail is shown with the last reply', async () => {
  const peer = await startSmtp({ recipient: () => ({ code: 450, text: '4.2.2 mailbox full' }) });
  try {
    office = new TestOffice(
      { 'audit-completed': { since: winter('11-24 00:00') } },
      { mailbox: plainMailbox(peer.port) },
    );
    office.audit(office.client('Firma', { client: [office.user('Anna')] }), winter('11-24 08:00'));
    await office.run(winter('11-24 09:00'));
    const [audit] = await explain(office.config, 'anna@biuro.example', new Date(winter('11-24 09:01')));
    expect(audit).toMatchObject({
      reason: 'nothing-new',
      name: 'Anna',
      last: { state: 'deferred', reply: '450 4.2.2 mailbox full' },
    });
    expect(Date.parse(audit!.last!.nextAttemptAt!)).toBeGreaterThan(Date.parse(winter('11-24 09:01')));
  } finally {
    await peer.close();
  }
});
