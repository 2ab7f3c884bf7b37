import { afterEach, expect, test } from 'vitest';
import { enabledOffice as createOffice } from '../helpers/enabled-office.js';
import { winter, type TestOffice } from '../helpers/office.js';

let office: TestOffice;
afterEach(() => {
  office.close();
});

const enabledOffice = async (settings: Record<string, unknown> = {}) => {
  office = await createOffice(settings);
};

test('Events deleted from the source are closed and planned by no later run', async () => {
  await enabledOffice({ fallbackRecipients: ['zastepstwo@biuro.example'] });
  const event = office.audit(office.client('Firma', { client: [office.user('Anna')] }), winter('11-24 08:00'));
  await office.runWithoutServer(winter('11-24 09:00'));
  office.change('DELETE FROM source_audits WHERE event_id = ?', event);
  for (const time of ['10:00', '11:00', '12:00']) {
    const report = await office.run(winter(`11-24 ${time}`));
    expect(report.kinds[0]).toMatchObject({ planned: 0, waiting: 0 });
  }
  expect(office.states()).toEqual({ skipped: 1 });
  expect(await office.newMails()).toEqual([]);
});

test('Mails that wait while their view is empty by mistake are planned again when the events are back', async () => {
  await enabledOffice();
  const [anna, jan] = [office.user('Anna'), office.user('Jan')];
  office.audit(office.client('Firma Anny', { client: [anna] }), winter('11-24 08:00'));
  office.audit(office.client('Firma Obojga', { client: [anna, jan] }), winter('11-24 08:00'));
  await office.runWithoutServer(winter('11-24 09:00'));
  office.change("UPDATE source_audits SET occurred_at = '2020-01-01T00:00:00', event_id = -event_id");
  expect((await office.run(winter('11-24 10:00'))).kinds[0]!.skipped).toEqual({ 'events-gone': 2 });
  office.change("UPDATE source_audits SET occurred_at = '2026-11-24T07:00:00', event_id = -event_id");
  expect((await office.runAndRead(winter('11-24 11:00'))).map(({ to }) => to)).toEqual([
    'anna@biuro.example',
    'jan@biuro.example',
  ]);
  expect(await office.runAndRead(winter('11-24 12:00'))).toEqual([]);
});

test('Events of a waiting mail that its view misses by mistake are mailed when they are back', async () => {
  await enabledOffice();
  const [anna, jan] = [office.user('Anna'), office.user('Jan')];
  office.audit(office.client('Firma Obecna', { client: [anna] }), winter('11-24 08:00'));
  const missed = office.client('Firma Pominięta', { client: [anna, jan] });
  office.audit(missed, winter('11-24 08:00'));
  await office.runWithoutServer(winter('11-24 09:00'));
  const move = (time: string) => {
    office.change(`UPDATE source_audits SET occurred_at = '${time}', event_id = -event_id WHERE client_id = ${missed}`);
  };
  move('2020-01-01T00:00:00');
  const [first, ...others] = await office.runAndRead(winter('11-24 10:00'));
  expect(first).toMatchObject({ to: 'anna@biuro.example', text: expect.stringContaining('Firma Obecna') as string });
  expect(first!.text).not.toContain('Firma Pominięta');
  expect(others).toEqual([]);
  move('2026-11-24T07:00:00');
  const later = await office.runAndRead(winter('11-24 11:00'));
  expect(later.map(({ to }) => to)).toEqual(['anna@biuro.example', 'jan@biuro.example']);
  for (const { text } of later) {
    expect(text).toContain('Firma Pominięta');
    expect(text).not.toContain('Firma Obecna');
  }
  expect(await office.runAndRead(winter('11-24 12:00'))).toEqual([]);
});
