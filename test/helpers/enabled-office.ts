import { TestOffice, winter } from './office.js';

/** An office with the four kinds of events, enabled by a run at 07:00, so that events from 08:00 on are mailed. */
export async function enabledOffice(settings: Record<string, unknown> = {}): Promise<TestOffice> {
  const office = new TestOffice(
    {
      'audit-completed': true,
      'documents-delivered': true,
      'client-activity-hr': true,
      'client-activity-accounting': true,
    },
    settings,
  );
  await office.run(winter('11-24 07:00'));
  return office;
}
