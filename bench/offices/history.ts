/** SQL of numbers from 0 to `count` - 1, as column `n`. */
const numbersSql = (count: string) =>
  `WITH RECURSIVE numbers (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < ${count})`;
/** SQL condition for the old messages, without those that the office has just sent. */
const isOld = "idempotency_key LIKE '%|at old %'";
const pastTimeSql = (days: string) => `strftime('%Y-%m-%dT%H:%M:%fZ', 'now', (- (${days})) || ' days')`;

/**
 * Statements that fill years of history: `:oldEvents` activities in the panel from before the event window, and
 * `:oldMessages` that were sent about them, with the attempts of the last thirty days.
 */
export const history = [
  `INSERT INTO source_panel_activities ${numbersSql(':oldEvents')}
   SELECT 100000000 + n, ${pastTimeSql('60.0 + 1000.0 * n / :oldEvents')}, n % :guardians, 'accounting', 'wysłanie skanów faktur', 'Jan Klient', 'skan ' || n FROM numbers`,
  `INSERT INTO messages (idempotency_key, kind, slot, recipient, user_id, state, created_at, attempt, message_id, finished_at) ${numbersSql(':oldMessages')}
   SELECT 'client-activity-accounting|at old ' || n, 'client-activity-accounting', ${pastTimeSql('16.0 + 380.0 * n / :oldMessages')}, 'user:' || (n % :guardians), n % :guardians,
     'sent', ${pastTimeSql('16.0 + 380.0 * n / :oldMessages')}, 1, '<' || n || '@klos.example>', ${pastTimeSql('16.0 + 380.0 * n / :oldMessages')} FROM numbers`,
  `INSERT INTO message_events (message_id, event_id) SELECT id, 100000000 + 10 * id + n FROM messages, (${numbersSql('10')} SELECT n FROM numbers) WHERE ${isOld}`,
  `INSERT INTO attempts (message_id, attempt, address, account, started_at, finished_at, phase, outcome, reply_code, reply_text)
   SELECT id, 1, 'osoba@klos.example', 'smtp.klos.example:25', created_at, finished_at, 'dot', 'sent', 250, '250 2.0.0 Ok: queued' FROM messages
   WHERE ${isOld} AND created_at > ${pastTimeSql('29')}`,
];
