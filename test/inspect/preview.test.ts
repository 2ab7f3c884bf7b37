import { expect, onTestFinished, test } from 'vitest';
import { previewPending } from '../../src/inspect/preview.js';
import { TestOffice, winter } from '../helpers/office.js';

test('A preview for one recipient finds the mailbox in each spelling of its domain', async () => {
  const office = new TestOffice({ 'audit-completed': { since: winter('11-01 00:00') } });
  onTestFinished(() => {
    office.close();
  });
  const users = [office.user('Anna', 'Anna@żółw.example'), office.user('Jan')];
  office.audit(office.client('Firma', { client: users }), winter('11-24 05:00'));
  for (const recipient of ['anna@xn--w-uga1v8h.example', 'anna@ŻÓŁW.example']) {
    const found: string[] = [];
    await previewPending(
      office.config,
      { kinds: ['audit-completed'], now: new Date(winter('11-24 09:00')), recipient },
      (mail) => {
        found.push(mail.recipient.address);
        return Promise.resolve();
      },
      (error) => {
        throw error;
      },
    );
    expect(found).toEqual(['Anna@żółw.example']);
  }
});

test('A preview counts no mail against the quota that a run would skip', async () => {
  const smtp = { host: '127.0.0.1', port: 1, security: 'none', messagesPerMinute: 1 };
  const office = new TestOffice(
    { 'audit-completed': { since: winter('11-01 00:00') } },
    { mailbox: { from: 'p@biuro.example', smtp } },
  );
  onTestFinished(() => {
    office.close();
  });
  const users = [office.user('Anna'), office.user('Jan')];
  office.audit(office.client('Firma', { client: users }), winter('11-24 05:00'));
  const now = new Date(winter('11-24 09:00'));
  await office.run(now.toISOString());
  office.change('UPDATE source_users SET is_blocked = 1 WHERE user_id = ?', users[0]!);
  office.change('UPDATE mail_accounts SET rests_until = NULL');
  const found: (string | undefined)[] = [];
  await previewPending(
    office.config,
    { kinds: ['audit-completed'], now },
    ({ recipient, leavesAt }) => {
      found.push(recipient.address, leavesAt);
      return Promise.resolve();
    },
    (error) => {
      throw error;
    },
  );
  expect(found).toEqual(['jan@biuro.example', now.toISOString()]);
});
