import { DateTime } from 'luxon';
import { compareAbsenceMail, type ExpectedAbsence, type ExpectedAbsences } from './absence-mail.js';
import {
  comparison,
  dropKey,
  hostileNames,
  isoDay,
  laterTime,
  randomNumbers,
  zone,
  type Comparison,
} from './random-office.js';
import { TestOffice } from './office.js';

const recipients = ['szef@biuro.example', 'kadry@biuro.example'];
const lookbackDays = 5;
/** Public holidays, by month and day; and those that move with Easter and are no Sundays. */
const fixedHolidays = ['01-01', '01-06', '05-01', '05-03', '08-15', '11-01', '11-11', '12-24', '12-25', '12-26'];
const movableHolidays = ['2027-03-29', '2027-05-27', '2028-04-17', '2028-06-15', '2029-04-02', '2029-05-31'];
const starts = ['2026-10-15', '2026-11-02', '2026-12-10', '2027-03-15', '2027-04-20'];
const types = ['Urlop wypoczynkowy', 'Delegacja', 'Zwolnienie chorobowe', 'L4, szpital', null];
const named = "('Urlop wypoczynkowy', 'Delegacja')";

/**
 * Runs the mails about absences in a random office over some weeks, and compares each mail with the changes, the absent
 * people, the working days and the days of return that SQL finds in the office's tables.
 */
export async function simulateAbsences(seed: number, runs: number): Promise<Comparison> {
  const office = new TestOffice(
    { absences: { recipients } },
    { lookback: `${lookbackDays} days`, floodGuard: false, source: { clock: seed % 2 === 0 ? 'utc' : 'local' } },
  );
  try {
    prepare(office);
    return await simulate(office, seed, runs);
  } finally {
    office.close();
  }
}

function prepare(office: TestOffice): void {
  office.change('PRAGMA synchronous = OFF');
  for (const table of ['source_absences', 'source_clients']) dropKey(office, table);
  const columns = 'absence_id INTEGER, person TEXT, client_id INTEGER, absence_type TEXT, date_from TEXT, date_to TEXT';
  office.change(`CREATE TABLE told_absences (${columns})`);
  office.change(
    `CREATE TABLE changes (${columns}, mark TEXT, previous_from TEXT, previous_to TEXT, previous_type TEXT)`,
  );
  office.change(`CREATE TABLE days AS WITH RECURSIVE d(day) AS (
      SELECT '2026-08-01' UNION ALL SELECT date(day, '+1 day') FROM d WHERE day < '2029-12-31')
    SELECT day, strftime('%w', day) IN ('0', '6') OR substr(day, 6) IN ('${fixedHolidays.join("', '")}')
      OR day IN ('${movableHolidays.join("', '")}') AS is_off FROM d`);
  office.change('CREATE UNIQUE INDEX days_by_day ON days (day)');
}

async function simulate(office: TestOffice, seed: number, runs: number): Promise<Comparison> {
  const random = randomNumbers(seed);
  const result = comparison();
  let now: DateTime = DateTime.fromISO(`${starts[seed % starts.length]!}T09:30`, { zone });
  const clients = hostileNames.map((name) => office.client(name));
  office.change('INSERT INTO source_clients SELECT * FROM source_clients LIMIT 3');
  office.change('UPDATE source_clients SET name = NULL WHERE client_id = ?', clients[7]!);
  changeAbsences(office, random, clients, now, 12);
  // What the first run finds is known, unless it ended before.
  office.change(`INSERT INTO told_absences SELECT * FROM ${sourceRows} WHERE date_to >= ?`, earliestEnd(now));
  const mailedOn = new Set((await office.runAndRead(now.toISO()!)).map(() => isoDay(now)));
  office.clearOutbox();
  for (let left = runs; left > 0; left -= 1) {
    now = laterTime(now, random);
    // Some lists are longer than a mail.
    const isBulk = random(7) === 0;
    if (random(5) > 0) changeAbsences(office, random, clients, now, isBulk ? 40 + random(50) : random(6));
    findChanges(office, now);
    const expected = expectedAbsences(office, isoDay(now));
    const changes = office.rows<{ count: number }>('SELECT COUNT(*) AS count FROM changes')[0]!.count;
    const isAnybodyAway = expected.some(({ list }) => list === 'today');
    const isExpected = changes > 0 || (isAnybodyAway && !mailedOn.has(isoDay(now)));
    const mails = await office.runAndRead(now.toISO()!);
    office.clearOutbox();
    result.compare(
      `mails at ${now.toISO()!}`,
      mails.map(({ to }) => to),
      isExpected ? [...recipients].sort() : [],
    );
    if (mails.length > 0) mailedOn.add(isoDay(now));
    for (const mail of mails) compareAbsenceMail(mail, now, figuresOf(office, now, expected), result.compare);
  }
  return result;
}

/** Adds, moves and removes absences, some of them right after another one, and yields some rows twice. */
function changeAbsences(
  office: TestOffice,
  random: (limit: number) => number,
  clients: readonly number[],
  now: DateTime,
  count: number,
): void {
  const day = (after: number) => isoDay(now.plus({ days: after }));
  const place = () => (random(3) === 0 ? null : clients[random(clients.length)]!);
  const any = () =>
    office.rows<{ id: number; person: string; client: number | null; until: string }>(
      'SELECT absence_id AS id, person, client_id AS client, date_to AS until FROM source_absences ORDER BY absence_id LIMIT 1 OFFSET ?',
      random(office.rows<{ count: number }>('SELECT COUNT(*) AS count FROM source_absences')[0]!.count),
    )[0];
  const length = () => (random(40) === 0 ? 500 : random(4) === 0 ? random(25) : random(4));
  office.inBulk(() => {
    for (let left = count; left > 0; left -= 1) {
      const one = any();
      const action = count > 20 ? 9 - random(4) : random(10);
      const start = random(14) - 3 - (random(9) === 0 ? 20 : 0) + (random(6) === 0 ? 60 : 0);
      if (one === undefined || action > 5) {
        const person = count > 20 ? `Osoba ${random(60)}` : hostileNames[random(hostileNames.length)]!;
        office.absence(person, day(start), day(start + length()), {
          client_id: place(),
          absence_type: types[random(types.length)]!,
        });
      } else if (action === 5) {
        // At once, or after a weekend.
        const next = DateTime.fromISO(one.until).plus({ days: 1 + random(2) * 2 });
        office.absence(one.person, isoDay(next), isoDay(next.plus({ days: random(12) })), { client_id: one.client });
      } else if (action > 2) {
        office.change(
          'UPDATE source_absences SET date_from = ?, date_to = ? WHERE absence_id = ?',
          day(start),
          day(start + length()),
          one.id,
        );
      } else if (action === 2) {
        office.change(
          'UPDATE source_absences SET absence_type = ? WHERE absence_id = ?',
          types[random(types.length)]!,
          one.id,
        );
      } else if (action === 1) office.change('DELETE FROM source_absences WHERE absence_id = ?', one.id);
      else
        office.change('INSERT INTO source_absences SELECT * FROM source_absences WHERE absence_id = ? LIMIT 1', one.id);
    }
  });
}

const sourceRows =
  '(SELECT DISTINCT absence_id, person, client_id, absence_type, date_from, date_to FROM source_absences)';

/** Absences that ended before are not followed. */
const earliestEnd = (now: DateTime) => isoDay(now.minus({ milliseconds: lookbackDays * 86_400_000 }));

/** Finds what changed since the last run, and what the next run will compare with. */
function findChanges(office: TestOffice, now: DateTime): void {
  const earliest = earliestEnd(now);
  office.change('DELETE FROM changes');
  office.change(
    `INSERT INTO changes SELECT s.*, 'nowa', NULL, NULL, NULL FROM ${sourceRows} s
     WHERE s.date_to >= ? AND s.absence_id NOT IN (SELECT absence_id FROM told_absences)`,
    earliest,
  );
  office.change(
    `INSERT INTO changes SELECT s.*, 'zmieniona', t.date_from, t.date_to, t.absence_type
     FROM ${sourceRows} s JOIN told_absences t USING (absence_id)
     WHERE (s.person, s.client_id, s.absence_type, s.date_from, s.date_to)
       IS NOT (t.person, t.client_id, t.absence_type, t.date_from, t.date_to)`,
  );
  office.change(
    `INSERT INTO changes SELECT t.*, 'odwołana', NULL, NULL, NULL FROM told_absences t
     WHERE t.date_to >= ? AND t.absence_id NOT IN (SELECT absence_id FROM source_absences)`,
    isoDay(now),
  );
  office.change(
    'DELETE FROM told_absences WHERE date_to < ? OR absence_id IN (SELECT absence_id FROM changes)',
    earliest,
  );
  office.change(`INSERT INTO told_absences
    SELECT absence_id, person, client_id, absence_type, date_from, date_to FROM changes WHERE mark <> 'odwołana'`);
}

/** The absences of a mail's two lists: who is away today; the next seven days, and changes of other absences. */
function expectedAbsences(office: TestOffice, today: string): ExpectedAbsence[] {
  return office.rows<ExpectedAbsence>(
    `WITH listed AS (
       SELECT CASE WHEN s.date_from <= :today THEN 'today' ELSE 'later' END AS list, s.*,
         c.mark, c.previous_from, c.previous_to, c.previous_type
       FROM ${sourceRows} s LEFT JOIN changes c USING (absence_id)
       WHERE s.date_to >= :today AND s.date_from <= date(:today, '+7 days')
       UNION ALL
       SELECT 'later', c.* FROM changes c
       WHERE mark = 'odwołana' OR date_to < :today OR date_from > date(:today, '+7 days'))
     SELECT list, person, CASE WHEN l.client_id IS NULL THEN 'biuro'
         ELSE COALESCE((SELECT MAX(name) FROM source_clients c WHERE c.client_id = l.client_id), '#' || l.client_id) END AS place,
       CASE WHEN absence_type IN ${named} THEN absence_type END AS type, date_from AS first, date_to AS last, mark,
       CASE WHEN (previous_from, previous_to) IS NOT (date_from, date_to) THEN previous_from END AS previousFirst,
       CASE WHEN (previous_from, previous_to) IS NOT (date_from, date_to) THEN previous_to END AS previousLast,
       CASE WHEN mark = 'zmieniona' AND previous_type <> COALESCE(absence_type, '') AND previous_type IN ${named}
         THEN previous_type END AS previousType,
       (SELECT COUNT(*) FROM days WHERE day BETWEEN date_from AND date_to AND NOT is_off
         AND mark IS NOT 'odwołana' AND julianday(date_to) - julianday(date_from) <= 400) AS workingDays,
       (SELECT MIN(day) FROM days WHERE day > date_to AND day <= date(date_to, '+400 days') AND NOT is_off
         AND mark IS NOT 'odwołana' AND julianday(date_to) - julianday(date_from) <= 400
         AND NOT EXISTS (SELECT 1 FROM source_absences o WHERE o.person = l.person AND o.client_id IS l.client_id
           AND day BETWEEN o.date_from AND o.date_to)) AS returns
     FROM listed l`.replaceAll(':today', `'${today}'`),
  );
}

function figuresOf(office: TestOffice, now: DateTime, absences: readonly ExpectedAbsence[]): ExpectedAbsences {
  const today = isoDay(now);
  const count = (sql: string, ...values: string[]) =>
    office.rows<{ count: number }>(`SELECT COUNT(*) AS count FROM ${sql}`, ...values)[0]!.count;
  return {
    absences,
    added: count("changes WHERE mark = 'nowa'"),
    changed: count("changes WHERE mark = 'zmieniona'"),
    removed: count("changes WHERE mark = 'odwołana'"),
    upcoming: count(
      `${sourceRows} WHERE date_from > ? AND date_from <= date(?, '+7 days') AND date_to >= ?`,
      today,
      today,
      today,
    ),
  };
}
