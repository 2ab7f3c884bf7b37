import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkHealth } from '../../../src/inspect/check-health.js';
import { explain } from '../../../src/inspect/explain.js';
import type { Check } from '../../../src/inspect/check.js';
import { parseMail, TestOffice, winter } from '../../helpers/office.js';
import { plainMailbox, startSmtp } from '../../helpers/smtp.js';

let office: TestOffice;
let clients: number[];
beforeEach(async () => {
  office = new TestOffice(
    { 'audit-completed': true, 'documents-delivered': true },
    { floodGuard: { messages: 3, times: 5 } },
  );
  clients = Array.from({ length: 5 }, (_, index) => {
    const guardians = [office.user(`Osoba${index}`)];
    return office.client(`Firma ${index}`, { client: guardians, accounting: guardians, hr: guardians });
  });
  await office.run(winter('11-16 06:00'));
  for (const [index, client] of clients.entries()) office.audit(client, winter(`11-17 0${7 + (index % 3)}:00`));
  expect(await office.runAndRead(winter('11-17 12:00'))).toHaveLength(5);
  await office.run(winter('11-24 06:00'));
});
afterEach(() => {
  office.close();
});

const renumber = () => {
  office.change('UPDATE source_audits SET event_id = event_id + 1000');
};
const restore = () => {
  office.change('UPDATE source_audits SET event_id = event_id - 1000');
};
const held = { code: 'PLAN_HELD', exitCode: 1 };
const fiveHeld = { state: 'warning', found: { args: { plans: 'audit-completed (5)' } } };

async function checkOfHeldPlans(): Promise<Check | undefined> {
  const checks: Check[] = [];
  for await (const check of checkHealth(office.config)) checks.push(check);
  return checks.find(({ check }) => check === 'held-plans');
}

test('A held plan leaves nothing behind, and every run says so until the view is correct; other kinds go on', async () => {
  renumber();
  office.delivery(clients[0]!, winter('11-24 07:00'));
  const first = await office.run(winter('11-24 08:00'));
  expect(first.errors).toMatchObject([held]);
  expect(first.errors[0]!.message).toContain('audit-completed: a plan is held, mails: 5; 5 of the 5 events are older');
  expect(first.kinds).toMatchObject([
    { kind: 'audit-completed', due: true, heldPlan: 5, planned: 0 },
    { kind: 'documents-delivered', planned: 1, sent: 1 },
  ]);
  expect(await office.newMails()).toHaveLength(1);
  const audit = office.audit(clients[1]!, winter('11-24 08:30'));
  const second = await office.run(winter('11-24 09:00'));
  expect(second).toMatchObject({ exitCode: 1, errors: [held] });
  expect(await office.newMails()).toEqual([]);

  restore();
  office.change('UPDATE source_audits SET event_id = ? WHERE event_id = ?', audit, audit - 1000);
  const third = await office.run(winter('11-24 10:00'));
  expect(third).toMatchObject({ exitCode: 0, errors: [] });
  expect((await office.newMails()).map(({ to }) => to)).toEqual(['osoba1@biuro.example']);
  expect(office.rows('SELECT * FROM held_plans')).toEqual([]);
});

test('A released plan is mailed once, and a second release has nothing to decide', async () => {
  renumber();
  await office.run(winter('11-24 08:00'));
  await expect(
    office.run(winter('11-24 08:30'), { release: ['audit-completed', 'documents-delivered'] }),
  ).rejects.toMatchObject({ code: 'PLAN_NOT_HELD', exitCode: 2, args: { kinds: 'documents-delivered' } });
  expect(await office.newMails()).toEqual([]);
  const released = await office.run(winter('11-24 09:00'), { release: ['audit-completed'] });
  expect(released).toMatchObject({ exitCode: 0, errors: [] });
  expect(await office.newMails()).toHaveLength(5);
  expect(await office.runAndRead(winter('11-24 10:00'))).toEqual([]);
  await expect(office.run(winter('11-24 11:00'), { release: ['audit-completed'] })).rejects.toMatchObject({
    code: 'PLAN_NOT_HELD',
  });
});

test('A discarded plan is never mailed, and what comes later is', async () => {
  renumber();
  await office.run(winter('11-24 08:00'));
  await office.run(winter('11-24 09:00'), { discardPlans: ['audit-completed'] });
  expect(await office.newMails()).toEqual([]);
  expect(office.rows("SELECT DISTINCT reason FROM messages WHERE state = 'skipped'")).toEqual([
    { reason: 'discarded' },
  ]);
  office.audit(clients[2]!, winter('11-24 09:30'), { event_id: 5000 });
  expect(await office.runAndRead(winter('11-24 10:00'))).toHaveLength(1);
});

test('A discarded plan is reported as discarded, and the next summaries go on after it', async () => {
  office.notify({ 'user-activity': true });
  const [anna, jan] = [office.user('Anna'), office.user('Jan')];
  await office.run(winter('11-24 07:00'));
  for (const user of [anna, jan]) office.approvals(user, winter('11-24 08:00'), 1);
  office.change(
    `INSERT INTO held_plans (kind, held_at, messages) VALUES ('user-activity', '${winter('11-25 06:00')}', 2)`,
  );
  const discarded = await office.run(winter('11-25 07:00'), { discardPlans: ['user-activity'] });
  expect(discarded.kinds).toMatchObject([{ planned: 0, skipped: { discarded: 2 }, sent: 0 }]);
  office.approvals(anna, winter('11-25 08:00'), 1);
  expect((await office.runAndRead(winter('11-26 07:00'))).map(({ to }) => to)).toEqual(['anna@biuro.example']);
  expect(
    office.rows("SELECT previous_day FROM messages WHERE reference_day = '2026-11-25' AND state = 'sent'"),
  ).toEqual([{ previous_day: '2026-11-24' }]);
});

describe('The alert about a held plan', () => {
  const alerted = () =>
    office.rows('SELECT CASE WHEN alerted_at IS NULL THEN 1 ELSE 0 END AS "isNew", claimed_until FROM held_plans');

  test('is sent by one run, also if another died while it had claimed it', async () => {
    const peer = await startSmtp();
    office.settings = { ...office.settings, mailbox: plainMailbox(peer.port), alerts: { recipients: ['a@b.example'] } };
    renumber();
    office.change(
      `INSERT INTO held_plans (kind, held_at, messages, claimed_until)
       VALUES ('audit-completed', '${winter('11-24 07:00')}', 5, '2999-01-01T00:00:00.000Z')`,
    );
    await office.run(winter('11-24 08:00'));
    expect(peer.received).toHaveLength(0);
    office.change("UPDATE held_plans SET claimed_until = '2026-01-01T00:00:00.000Z'");
    for (const minute of ['10', '20']) await office.run(winter(`11-24 08:${minute}`));
    expect(alerted()).toEqual([{ isNew: 0, claimed_until: null }]);
    expect(peer.received).toHaveLength(1);
    const { text, html } = await parseMail(peer.received[0]!.raw);
    for (const part of [text, html]) expect(part).toContain('run --release audit-completed');
    await peer.close();
  });

  test('waits for a later run if nobody gets it', async () => {
    const peer = await startSmtp({ recipient: () => ({ code: 550, text: '5.1.1 no such user' }) });
    office.settings = { ...office.settings, mailbox: plainMailbox(peer.port), alerts: { recipients: ['a@b.example'] } };
    renumber();
    const { warnings } = await office.run(winter('11-24 08:00'));
    expect(warnings).toMatchObject([{ code: 'ALERT_UNDELIVERED', args: { reason: '550 5.1.1 no such user' } }]);
    expect(alerted()).toEqual([{ isNew: 1, claimed_until: null }]);
    await peer.close();
  });
});

test('A decision waits until the hours of the kind open', async () => {
  renumber();
  await office.run(winter('11-24 08:00'));
  office.settings = { ...office.settings, quietHours: { from: '08:30', until: '12:00' } };
  await office.run(winter('11-24 09:00'), { release: ['audit-completed'] });
  expect(await office.newMails()).toEqual([]);
  expect(await office.runAndRead(winter('11-24 12:30'))).toHaveLength(5);
});

test('A plan stays held while time goes by and new events come', async () => {
  renumber();
  for (let day = 24; day <= 30; day += 1) {
    office.audit(clients[day % 5]!, winter(`11-${day} 06:30`));
    const { errors } = await office.run(winter(`11-${day} 08:00`));
    expect(errors, String(day)).toMatchObject([held]);
  }
  expect(await office.newMails()).toEqual([]);
});

test('Switching the kind off ends the hold', async () => {
  renumber();
  await office.run(winter('11-24 08:00'));
  office.notify({ 'documents-delivered': true });
  expect(await office.run(winter('11-24 09:00'))).toMatchObject({ exitCode: 0 });
  office.notify({ 'audit-completed': true, 'documents-delivered': true });
  expect(await office.run(winter('11-24 10:00'))).toMatchObject({ exitCode: 0 });
  expect(await office.newMails()).toEqual([]);
});

test('A dry run, --why and --check say what is held; a preview shows it', async () => {
  renumber();
  expect(await office.dryRun(winter('11-24 08:00'))).toMatchObject({ exitCode: 1, errors: [held] });
  expect(office.rows('SELECT * FROM held_plans')).toEqual([]);
  await office.run(winter('11-24 08:00'));
  const [explanation] = await explain(office.config, 'osoba1@biuro.example', new Date(winter('11-24 08:30')));
  expect(explanation).toMatchObject({ kind: 'audit-completed', reason: 'plan-held' });
  expect(await checkOfHeldPlans()).toMatchObject(fiveHeld);
});

test('Events that waited for a guardian are old, and are mailed', async () => {
  const orphans = Array.from({ length: 6 }, (_, index) => office.client(`Sierota ${index}`));
  for (const client of orphans) office.audit(client, winter('11-24 07:00'));
  expect(await office.runAndRead(winter('11-24 08:00'))).toEqual([]);
  await office.run(winter('11-27 08:00'));
  for (const [index, client] of orphans.entries()) office.guard(client, office.user(`Nowa${index}`), 'client');
  expect(await office.run(winter('11-28 08:00'))).toMatchObject({ exitCode: 0 });
  expect(await office.newMails()).toHaveLength(6);
});

test('A first slot, and one after a long outage, are not held', async () => {
  office.notify({ 'audit-completed': true, 'client-activity-hr': { since: winter('11-10 00:00') } });
  for (const client of clients) {
    for (let day = 10; day < 24; day += 1) office.activity(client, 'hr', winter(`11-${day} 09:00`));
  }
  expect(await office.run(winter('11-24 08:00'))).toMatchObject({ exitCode: 0 });
  expect(await office.newMails()).toHaveLength(5);
  for (const client of clients)
    for (let day = 25; day < 30; day += 1)
      for (let count = 0; count < 20; count += 1) office.audit(client, winter(`11-${day} 09:00`));
  expect(await office.run(winter('12-10 08:00'))).toMatchObject({ exitCode: 0 });
  expect(await office.newMails()).toHaveLength(5);
});

test('A few absences may all be cancelled at once; more than half of many are held', async () => {
  office.notify({ absences: { recipients: ['kadry@biuro.example'] } });
  for (let index = 0; index < 4; index += 1) office.absence(`Osoba ${index}`, '2026-12-07', '2026-12-09');
  await office.run(winter('11-24 08:00'));
  office.change('DELETE FROM source_absences');
  expect(await office.runAndRead(winter('11-24 09:00'))).toHaveLength(1);
  for (let index = 0; index < 9; index += 1) office.absence(`Osoba ${index}`, '2026-12-07', '2026-12-09');
  expect(await office.runAndRead(winter('11-24 10:00'))).toHaveLength(1);
  office.change("DELETE FROM source_absences WHERE person IN ('Osoba 1', 'Osoba 2', 'Osoba 3', 'Osoba 4')");
  expect(await office.runAndRead(winter('11-24 11:00'))).toHaveLength(1);
  office.change('DELETE FROM source_absences');
  expect(await office.run(winter('11-24 12:00'))).toMatchObject({ errors: [held] });
  expect(await office.newMails()).toEqual([]);
});

test('A decision that was misspelt by hand is ignored: the plan stays held, and --check says so', async () => {
  renumber();
  await office.run(winter('11-24 08:00'));
  office.change("UPDATE held_plans SET decision = 'Release'");
  expect(await office.run(winter('11-24 09:00'))).toMatchObject({ exitCode: 1, errors: [held] });
  expect(await checkOfHeldPlans()).toMatchObject(fiveHeld);
});
