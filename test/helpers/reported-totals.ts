import { randomUUID } from 'node:crypto';
import { DateTime } from 'luxon';
import { loadContents } from '../../src/compose/load-contents.js';
import { connect, migrate, type Database } from '../../src/database/index.js';
import type { Figure, Figures } from '../../src/notifications/figures.js';
import type { OfficeActivityContent } from '../../src/notifications/office-activity/content.js';
import { planKind } from '../../src/planning/plan-kind.js';
import { claim } from '../../src/outbox/index.js';
import { openHours } from '../../src/schedule/index.js';
import { TestOffice } from './office.js';
import { randomNumbers, zone } from './random-office.js';

const users = 3;
const address = 'address:szef@biuro.example';

export interface Simulation {
  readonly seed: number;
  /** First and last day. */
  readonly from: string;
  readonly until: string;
  readonly startAt: string;
  readonly clock: 'utc' | 'local';
  readonly workingDaysOnly: boolean;
}

/** What a recipient was told: each total of a closed period as often as it was told, and the last total of each day. */
interface Told {
  readonly days: Map<string, number>;
  readonly closed: Map<string, number[]>;
}

/**
 * Runs summaries over many days with random approvals (at midnight, on weekends and in both clock changes too), outages
 * and days off, and compares every figure with a count in SQL over local times.
 * @returns the differences found, and how many figures were compared
 */
export async function simulateSummaries(simulation: Simulation): Promise<{ differences: string[]; compared: number }> {
  const { clock, startAt, workingDaysOnly } = simulation;
  const office = new TestOffice(
    { 'user-activity': true, 'office-activity': { recipients: ['szef@biuro.example'] } },
    { source: { clock }, schedule: { every: '1 day', startAt }, workingDaysOnly },
  );
  const database = await connect(office.config.database);
  try {
    await migrate(database);
    office.change('PRAGMA synchronous = OFF');
    office.change('CREATE TABLE truth (user_id INTEGER, at TEXT, local_at TEXT)');
    return await simulate(office, database, simulation);
  } finally {
    await database.close();
    office.close();
  }
}

async function simulate(office: TestOffice, database: Database, { seed, from, until, startAt, clock }: Simulation) {
  const random = randomNumbers(seed);
  const blocked = office.user('Osoba0', 'zablokowana@biuro.example', { is_blocked: 1 });
  const ids = [blocked, ...Array.from({ length: users }, (_, index) => office.user(`Osoba${index + 1}`))];
  const { config } = office;
  const hours = new Map(
    await Promise.all(config.kinds.map(async (kind) => [kind.id, await openHours(kind, zone)] as const)),
  );
  const told = new Map<string, Told>();
  const differences: string[] = [];
  let compared = 0;
  const compare = (what: string, found: number, expected: number) => {
    compared += 1;
    if (found !== expected) differences.push(`${what}: ${found}, expected ${expected}`);
  };
  const count = (userId: number | undefined, first: string, last: string, before: string): number =>
    office.rows<{ count: number }>(
      `SELECT COUNT(*) AS count FROM truth WHERE (user_id = ? OR ? IS NULL) AND substr(local_at, 1, 10) BETWEEN ? AND ? AND local_at < ?`,
      userId ?? null,
      userId ?? null,
      first,
      last,
      before,
    )[0]!.count;

  const approve = (day: DateTime) => {
    if (random(7) === 0) return;
    for (const id of ids) {
      // Some users approve nothing for weeks.
      if ((Math.floor(day.ordinal / 17) + id) % 3 === 0) continue;
      for (let left = random(day.weekday > 5 ? 3 : 5); left > 0; left -= 1) {
        const edges = [0, 1, 1439 * 60_000, 86_399_999, 2.5 * 3_600_000];
        const wall = random(4) === 0 ? edges[random(edges.length)]! : random(86_400_000);
        const at = day.plus({ milliseconds: Math.min(wall, day.endOf('day').diff(day).milliseconds) });
        if (at.toISODate() !== day.toISODate()) continue;
        const local = at.toFormat("yyyy-MM-dd'T'HH:mm:ss.SSS");
        const utc = at.toUTC().toISO();
        office.insert('source_invoice_approvals', {
          event_id: office.nextId(),
          occurred_at: clock === 'utc' ? utc : local,
          user_id: id,
          client_id: null,
          invoice_kind: 'Zakup',
        });
        office.insert('truth', { user_id: id, at: utc, local_at: local });
      }
    }
  };

  /** The office's last summary. */
  let before: { readonly day: string; readonly asOf: string } | undefined;
  /**
   * Compares the rows of the office's summary, which has one for each user with approvals in the week, month or seven
   * days.
   */
  const compareRows = ({ referenceDay, rows, days, idle, week, month, more }: OfficeActivityContent, asOf: string) => {
    const seven = DateTime.fromISO(referenceDay).minus({ days: 6 }).toISODate()!;
    const firstDay = [seven, week.from, month.from].sort()[0]!;
    const wasNotTold = days.filter((one) => one.isNew && told.get(address)?.days.has(one.day) !== true);
    const isActive = (id: number) =>
      count(id, firstDay, referenceDay, asOf) > 0 ||
      wasNotTold.some(({ day }) => count(id, day, day, asOf) > 0) ||
      (before !== undefined &&
        count(id, before.day, before.day, asOf) > count(id, before.day, before.day, before.asOf));
    const names = (list: readonly number[]) => list.map((id) => `Osoba${ids.indexOf(id)}`);
    const listed = [...rows.map(({ user }) => user)].sort().join();
    const expected = names(ids.filter(isActive)).join();
    if (listed !== expected) differences.push(`rows of ${referenceDay}: ${listed}, expected ${expected}`);
    compare(
      `idle ${referenceDay}`,
      idle?.names.length ?? 0,
      ids.filter((id) => id !== blocked && !isActive(id)).length,
    );
    for (const row of rows) {
      const id = ids[Number(row.user.slice('Osoba'.length))];
      compare(`${row.user} ${referenceDay} day`, row.day, count(id, referenceDay, referenceDay, asOf));
      compare(`${row.user} ${referenceDay} week`, row.week, count(id, week.from, referenceDay, asOf));
      compare(`${row.user} ${referenceDay} month`, row.month, count(id, month.from, referenceDay, asOf));
    }
    for (const { day, count: whole, grown } of days.filter((one) => one.isNew && one.day < referenceDay)) {
      const isGrowth = told.get(address)?.days.has(day) === true;
      const inRows = [...rows, ...(more === null ? [] : [more])].flatMap(({ earlier }) =>
        earlier.filter((one) => one.day === day && one.isGrowth === isGrowth),
      );
      compare(
        `rows of ${day} in ${referenceDay}`,
        inRows.reduce((sum, one) => sum + one.count, 0),
        isGrowth ? grown : whole,
      );
    }
  };

  const read = (recipient: string, userId: number | undefined, content: Figures) => {
    const record: Told = told.get(recipient) ?? { days: new Map(), closed: new Map() };
    told.set(recipient, record);
    const asOf =
      content.asOf === null ? '9' : DateTime.fromISO(content.asOf, { zone }).toFormat("yyyy-MM-dd'T'HH:mm:ss.SSS");
    const clockTime = asOf.slice(10);
    const figure = (name: string, { from: first, until: last, count: found, before }: Figure) => {
      compare(`${recipient} ${content.referenceDay} ${name}`, found, count(userId, first, last, asOf));
      const cut = asOf === '9' ? '9' : `${before.until}${clockTime.slice(0, 6)}:00.000`;
      compare(
        `${recipient} ${content.referenceDay} ${name} before`,
        before.count,
        count(userId, before.from, before.until, cut),
      );
    };
    if (userId === undefined) {
      compareRows(content as OfficeActivityContent, asOf);
      before = { day: content.referenceDay, asOf };
    }
    figure('day', content.day);
    figure('week', content.week);
    figure('month', content.month);
    for (const { day, count: found, isNew } of content.days) {
      compare(`${recipient} ${content.referenceDay} ${day}`, found, count(userId, day, day, asOf));
      if (isNew) record.days.set(day, found);
    }
    for (const { isMonth, from: first, until: last, count: found } of content.closed) {
      compare(`${recipient} closed ${first}`, found, count(userId, first, last, '9'));
      const name = `${isMonth ? 'month' : 'week'} ${first}`;
      record.closed.set(name, [...(record.closed.get(name) ?? []), found]);
    }
  };

  let outage = 0;
  /** Reference day of each recipient's first summary: nothing before it is promised. */
  const first = new Map<string, string>();
  let last = from;
  for (let day = DateTime.fromISO(from, { zone }); day.toISODate()! <= until; day = day.plus({ days: 1 })) {
    const runAt = DateTime.fromISO(`${day.toISODate()!}T${startAt}`, { zone });
    approve(day);
    // Approvals after the run are hidden from it: the source has them only later.
    outage = outage > 0 ? outage - 1 : random(40) === 0 ? random(random(4) === 0 ? 90 : 20) : 0;
    const isNearEnd = day.toISODate()! > DateTime.fromISO(until, { zone }).minus({ days: 20 }).toISODate()!;
    if (outage > 0 && !isNearEnd) continue;
    for (const kind of config.kinds)
      await planKind(database, config, kind, hours.get(kind.id)!, () => runAt.toJSDate());
    const token = `test:${randomUUID()}`;
    const request = {
      token,
      kinds: config.kinds.map(({ id }) => id),
      limit: 50,
      leaseMs: 60_000,
      now: runAt.toJSDate(),
    };
    if ((await claim(database, request)) === 0) continue;
    for (const { message, content } of await loadContents(database, config, token, runAt.toJSDate())) {
      if (content === undefined) continue;
      const userId = message.kind === 'user-activity' ? Number(message.idempotencyKey.split('user:')[1]) : undefined;
      const recipient = userId === undefined ? address : `user:${userId}`;
      read(recipient, userId, content as Figures);
      if (!first.has(recipient)) first.set(recipient, message.referenceDay!);
      last = message.referenceDay!;
    }
    office.change("UPDATE messages SET state = 'sent', lease_owner = NULL WHERE lease_owner IS NOT NULL");
  }

  for (const [recipient, { days, closed }] of told) {
    const userId = recipient === address ? undefined : Number(recipient.split(':')[1]);
    for (
      let day = DateTime.fromISO(first.get(recipient)!, { zone }).plus({ days: 1 });
      day.toISODate()! < last;
      day = day.plus({ days: 1 })
    ) {
      const date = day.toISODate()!;
      compare(`${recipient} told of ${date}`, days.get(date) ?? 0, count(userId, date, date, '9'));
      for (const [isMonth, start, end] of [
        [false, day.startOf('week'), day.endOf('week')],
        [true, day.startOf('month'), day.endOf('month')],
      ] as const) {
        if (
          date !== start.toISODate() ||
          end.toISODate()! >=
            DateTime.fromISO(last)
              .startOf(isMonth ? 'month' : 'week')
              .toISODate()!
        )
          continue;
        const expected = count(userId, start.toISODate()!, end.toISODate()!, '9');
        const found = closed.get(`${isMonth ? 'month' : 'week'} ${date}`) ?? [];
        compare(
          `${recipient} ${isMonth ? 'month' : 'week'} ${date} told`,
          found.reduce((sum, one) => sum + one, 0),
          expected,
        );
        if (expected > 0) compare(`${recipient} ${date} told how often`, found.length, 1);
      }
    }
  }
  return { differences, compared };
}
