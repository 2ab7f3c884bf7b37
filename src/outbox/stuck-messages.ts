import { statement, type Database } from '../database/index.js';
import { messageStates } from './message.js';

const stuckWhere = (where: string) =>
  `SELECT CAST(MIN(id) AS nvarchar(20)) AS id, state AS state, COUNT(*) AS messages FROM {messages} WHERE ${where} GROUP BY state`;

const selectStuck = statement(
  'outbox.select-stuck',
  [
    `state NOT IN (${messageStates.map((state) => `'${state}'`).join(', ')})`,
    "state = 'deferred' AND next_attempt_at IS NULL",
  ]
    .map(stuckWhere)
    .join('\n     UNION ALL '),
  { numbers: ['messages'], readsPast: true },
);

export const stuckStatements = [selectStuck];

/** Messages that no run acts on, because somebody has changed them by hand. */
export interface StuckMessages {
  readonly count: number;
  readonly first?: { readonly id: string; readonly state: string };
}

export async function stuckMessages(database: Database): Promise<StuckMessages> {
  const rows = await database.query<{ id: string; state: string; messages: number }>(selectStuck);
  const count = rows.reduce((sum, { messages }) => sum + messages, 0);
  const [first] = rows;
  return first === undefined ? { count } : { count, first: { id: first.id, state: first.state } };
}
