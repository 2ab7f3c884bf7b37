import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { command } from '../helpers/command.js';
import { onSqlServer, TestOffice, winter } from '../helpers/office.js';

vi.setConfig({ hookTimeout: 60_000 });

const places = ['run', 'check', 'alert', 'dry run', 'JSON'] as const;
type Place = (typeof places)[number];

/** What keeps mails from people, and how each place says so. In JSON, the field of the report. */
const things: Readonly<Record<string, Readonly<Record<Place, RegExp>>>> = {
  'a row that cannot be used': {
    run: /^! source_audits: 1 row with empty or malformed client_id was left out: 7701 \(found x1, expected a whole number \(bigint\)\)$/m,
    check: /^ {2}source_audits: 1 row .* 7701 \(found x1, expected a whole number \(bigint\)\)$/m,
    alert:
      /source_audits: pominięto 1 wiersz .*client_id.*: 7701 \(jest x1, powinno być: liczba całkowita \(bigint\)\)/,
    'dry run': /^! source_audits: 1 row .* 7701 \(found x1, expected a whole number \(bigint\)\)$/m,
    JSON: /"malformedRows":\[\{"view":"source_audits","id":"7701","columns":"client_id","effect":"left-out","found":"x1","expected":\{"code":"contract.bigint"\}\}\]/,
  },
  'an event that waits for a guardian': {
    run: /^! documents-delivered: 1 event waits for a responsible manager$/m,
    check: /^ {2}documents-delivered: 1 event waits for a responsible manager$/m,
    alert: /documents-delivered: 1 zdarzenie czeka na opiekuna/,
    'dry run': /^! documents-delivered: 1 event waits for a responsible manager$/m,
    JSON: /"kind":"documents-delivered","due":true,"planned":0,"waiting":1/,
  },
  'redirected mail': {
    run: /^! Trial: every mail goes to proba@biuro\.example instead of its recipient/m,
    check: /^! mailbox: trial: every mail goes to proba@biuro\.example instead of its recipient/m,
    alert: /Próba: każda wiadomość trafia na adres proba@biuro\.example, a nie do swojego odbiorcy/,
    'dry run': /^! Trial: every mail goes to proba@biuro\.example instead of its recipient/m,
    JSON: /"redirectTo":"proba@biuro\.example"/,
  },
  'a held mail': {
    run: /^! 1 message is held because it may already have arrived \(#\d+\): use run --resend/m,
    check: /^! queue: .*held: 1/m,
    alert: /O 1 wiadomości nie wiadomo, czy dotarła; czeka na decyzję/,
    'dry run': /^! 1 message is held because it may already have arrived \(#\d+\)/m,
    JSON: /"held":1,"heldIds":\["\d+"\]/,
  },
  'a held plan': {
    run: /^✗ audit-completed: a plan is held, mails: 5; .* \[PLAN_HELD\]$/m,
    check: /^! held plans: .*audit-completed \(5\)/m,
    alert: /audit-completed: wysyłka wstrzymana, wiadomości: 5/,
    'dry run': /^✗ audit-completed: a plan is held, mails: 5; .* \[PLAN_HELD\]$/m,
    JSON: /"kind":"audit-completed","due":true,.*"heldPlan":5.*"code":"PLAN_HELD"/,
  },
};

describe.skipIf(onSqlServer)('SQLite: nothing is left out in silence', () => {
  const told = {} as Record<Place, string>;
  let office: TestOffice;
  beforeAll(async () => {
    office = new TestOffice(
      { 'audit-completed': true, 'documents-delivered': { onUnknown: 'hold' } },
      { floodGuard: { messages: 3, times: 5 } },
    );
    const clients = Array.from({ length: 5 }, (_, index) => {
      const guardians = [office.user(`Osoba${index}`)];
      return office.client(`Firma ${index}`, { client: guardians, accounting: guardians });
    });
    const orphan = office.client('Sierota', { client: [office.user('Anna')] });
    await office.run(winter('11-16 06:00'));
    for (const client of clients) office.audit(client, winter('11-17 07:00'));
    office.delivery(clients[0]!, winter('11-17 07:00'));
    await office.run(winter('11-17 12:00'));
    office.change("UPDATE messages SET state = 'unknown' WHERE kind = 'documents-delivered'");
    await office.run(winter('11-24 06:00'));
    // New ids of old events hold the plan.
    office.change('UPDATE source_audits SET event_id = event_id + 1000');
    office.db.exec(
      `INSERT INTO source_audits (event_id, client_id, occurred_at) VALUES (7701, 'x1', '${new Date(winter('11-24 07:00')).toISOString()}')`,
    );
    office.delivery(orphan, winter('11-24 07:00'));
    await office.newMails();
    office.settings = {
      ...office.settings,
      mailbox: { ...(office.settings['mailbox'] as object), redirectTo: 'proba@biuro.example' },
      alerts: { recipients: ['admin@biuro.example'] },
    };
    writeFileSync(join(office.directory, 'mobevo-notify.config.json'), JSON.stringify(office.settings));
    const output = async (...args: string[]) => (await command(['run', ...args], { cwd: office.directory })).stdout;
    told['dry run'] = await output('--dry-run', '--now', winter('11-24 08:00'));
    told.run = await output('--now', winter('11-24 08:00'));
    told.alert = (await office.newMails()).map(({ text }) => text.replace(/\s+/g, ' ')).join('\n');
    told.JSON = await output('--json', '--now', winter('11-24 08:01'));
    told.check = await output('--check');
  });
  afterAll(() => {
    office.close();
  });

  test.each(Object.keys(things).flatMap((thing) => places.map((place) => [thing, place] as const)))(
    '%s: %s',
    (thing, place) => {
      expect(told[place]).toMatch(things[thing]![place]);
    },
  );
});
