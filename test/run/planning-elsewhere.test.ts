import { describe, expect, test } from 'vitest';
import { connect, inRolledBackTransaction } from '../../src/database/index.js';
import { onSqlServer, TestOffice, winter } from '../helpers/office.js';
import { sql } from '../helpers/sql.js';

/** Without snapshots a read waits for the rows that another transaction has written; SQLite has no such locks. */
describe.skipIf(!onSqlServer)('SQL Server', () => {
  test('A run sends what is queued while another run plans, and plans nothing', async () => {
    const office = new TestOffice({ 'audit-completed': { since: winter('11-24 00:00') } });
    try {
      const client = office.client('Piekarnia');
      office.guard(client, office.user('Anna'), 'client');
      office.audit(client, winter('11-24 08:00'));
      expect(await office.runAndRead(winter('11-24 09:00'))).toHaveLength(1);
      office.database.run("UPDATE messages SET state = 'queued', finished_at = NULL", []);
      office.audit(client, winter('11-24 09:10'));
      const planner = await connect(office.config.database);
      try {
        await inRolledBackTransaction(planner, async (transaction) => {
          expect(await transaction.dialect.lockPlanning(transaction)).toBe(true);
          await transaction.execute(sql("UPDATE {slots} SET slot = '2026-11-24T08:30:00'"));
          await transaction.execute(sql('UPDATE {activations} SET remembered = 1'));
          await transaction.execute(
            sql(`INSERT INTO {messages} (idempotency_key, kind, slot, recipient, user_id, state, created_at)
              SELECT 'other', kind, slot, recipient, user_id, 'queued', created_at FROM {messages}`),
          );
          const report = await office.run(winter('11-24 09:30'));
          expect(report.errors).toEqual([]);
          expect(report.messages).toHaveLength(1);
        });
      } finally {
        await planner.close();
      }
    } finally {
      office.close();
    }
  });
});
