import { afterEach, expect, test } from 'vitest';
import { recordStatements } from '../../bench/measure/recorder.js';
import { connect, migrate } from '../../src/database/index.js';
import { claim } from '../../src/outbox/index.js';
import { loadContents } from '../../src/compose/load-contents.js';
import { planKind } from '../../src/planning/plan-kind.js';
import { sendingHoursOf } from '../../src/schedule/sending-hours.js';
import { TestOffice } from '../helpers/office.js';

let office: TestOffice;
afterEach(() => {
  office.close();
});

/** Counts the statements that plan the events and load a batch of planned mails. */
async function statementsFor(guardians: number, eventsEach: number): Promise<{ plan: number; load: number }> {
  const since = '2026-01-01T00:00:00Z';
  office = new TestOffice({
    'audit-completed': { since },
    'documents-delivered': { since },
    'client-activity-accounting': { since },
  });
  const at = new Date(Date.now() - 3_600_000).toISOString();
  office.inBulk(() => {
    for (let index = 0; index < guardians; index += 1) {
      const user = office.user(`Osoba${index}`);
      const client = office.client(`Firma ${index}`, { client: [user], accounting: [user] });
      for (let event = 0; event < eventsEach; event += 1) {
        office.audit(client, at);
        office.delivery(client, at);
        office.activity(client, 'accounting', at);
      }
    }
  });
  const { config } = office;
  const statements: string[] = [];
  const database = recordStatements(await connect(config.database), statements);
  try {
    await migrate(database);
    const hours = await sendingHoursOf(config.kinds, config.office.timeZone);
    statements.length = 0;
    for (const kind of config.kinds) await planKind(database, config, kind, hours.get(kind.id)!, () => new Date());
    const plan = statements.length;
    await claim(database, {
      token: 'batch',
      kinds: config.kinds.map(({ id }) => id),
      limit: 1000,
      leaseMs: 60_000,
      now: new Date(),
    });
    statements.length = 0;
    const contents = await loadContents(database, config, 'batch', new Date());
    expect(contents).toHaveLength(3 * guardians);
    return { plan, load: statements.length };
  } finally {
    await database.close();
  }
}

test('Planning and loading a batch take a constant number of statements', async () => {
  const few = await statementsFor(1, 1);
  office.close();
  const many = await statementsFor(25, 8);
  expect(few.plan).toBeGreaterThan(0);
  expect(few.load).toBeGreaterThan(0);
  expect(many).toEqual(few);
});
