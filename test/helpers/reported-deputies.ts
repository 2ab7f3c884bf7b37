import { DateTime } from 'luxon';
import { TestOffice, type SentMail } from './office.js';
import { comparison, dropKey, isoDay, randomNumbers, zone, type Comparison } from './random-office.js';

const people = 14;
const clients = 20;
const longestAbsence = 9;
const kinds = [
  { id: 'documents-delivered', role: 'accounting' },
  { id: 'client-activity-hr', role: 'hr' },
] as const;

interface Absence {
  readonly user: number;
  readonly deputies: readonly number[];
  /** The first and the last day, `YYYY-MM-DD`. */
  readonly from: string;
  readonly to: string;
}

interface Office {
  readonly database: TestOffice;
  readonly random: (limit: number) => number;
  readonly startsOneIn: number;
  readonly users: readonly number[];
  /** Users who are deputies and can never be mailed. */
  readonly unreachable: readonly number[];
  readonly guardians: ReadonlyMap<string, readonly number[]>;
  readonly absences: Absence[];
}

export interface DeputyComparison extends Comparison {
  events: number;
  /** Events that were told to a deputy. */
  toDeputies: number;
  /** Events that a present person did not get in their slot. */
  missed: number;
  /** Share of the people's days on which they were absent. */
  absentShare: number;
}

/**
 * Runs an office whose people are absent by turns, each with deputies who were present when the absence began, for some
 * days with a slot each. Compares who gets which event, and whom the footer names, with a walk from each
 * guardian to those who are present.
 * @param startsOneIn an absence begins on one of so many days: with 20, a fifth of the people is absent
 */
export async function simulateDeputies(seed: number, days: number, startsOneIn: number): Promise<DeputyComparison> {
  const deputies = seed % 2 === 0 ? 'instead' : 'also';
  const database = new TestOffice(Object.fromEntries(kinds.map(({ id }) => [id, true])), {
    deputies,
    floodGuard: false,
  });
  try {
    return await simulate(makeOffice(database, randomNumbers(seed), startsOneIn), days, deputies);
  } finally {
    database.close();
  }
}

function makeOffice(database: TestOffice, random: Office['random'], startsOneIn: number): Office {
  database.change('PRAGMA synchronous = OFF');
  database.database.createOptionalViews();
  dropKey(database, 'source_deputies');
  const users = Array.from({ length: people }, (_, index) => database.user(`Osoba${index}`));
  const unreachable = [
    database.user('Dawna', null),
    database.user('Zablokowana', 'z@biuro.example', { is_blocked: 1 }),
  ];
  const guardians = new Map<string, number[]>();
  for (let index = 0; index < clients; index += 1) {
    const client = database.client(`Firma ${index}`);
    for (const { role } of kinds) {
      const own = [...new Set([users[random(people)]!, users[random(people)]!])].slice(0, 1 + random(2));
      for (const user of own) database.guard(client, user, role);
      guardians.set(`${role} ${client}`, own);
    }
  }
  return { database, random, startsOneIn, users, unreachable, guardians, absences: [] };
}

async function simulate(office: Office, days: number, deputies: 'also' | 'instead'): Promise<DeputyComparison> {
  const { database, random, users, absences } = office;
  const result = Object.assign(comparison(), { events: 0, toDeputies: 0, missed: 0, absentShare: 0 });
  let now = DateTime.fromISO('2026-01-01T07:00', { zone });
  for (let back = longestAbsence; back > 0; back -= 1) startAbsences(office, isoDay(now.minus({ days: back })));
  await database.run(now.toISO()!);
  const told = new Set<string>();
  let absentDays = 0;
  for (let day = 0; day < days; day += 1) {
    const from = now;
    now = now.startOf('day').plus({ days: 1, minutes: random(24 * 60) });
    const today = isoDay(now);
    database.inBulk(() => {
      startAbsences(office, today);
    });
    absentDays += users.filter((user) => absenceOf(absences, user, today) !== undefined).length;
    const expected = new Set<string>();
    const named = new Map<string, Set<string>>();
    const guardians = new Set<string>();
    database.inBulk(() => {
      for (let left = 3 + random(9); left > 0; left -= 1)
        registerEvent(office, from, now, deputies, today, { expected, named, guardians }, result);
    });
    const mails = await database.runAndRead(now.toISO()!);
    database.clearOutbox();
    const found = mails.flatMap((mail) => eventsOf(mail).map((event) => `${mail.kind} ${event} ${mail.to}`));
    result.compare(`events on ${today}`, found.sort(), [...expected].sort());
    for (const one of found) {
      if (told.has(one)) result.differences.push(`twice: ${one}`);
      told.add(one);
    }
    for (const mail of mails) {
      const names = [...(named.get(`${mail.kind} ${mail.to}`) ?? [])].sort();
      result.compare(`footer of ${mail.kind} to ${mail.to} on ${today}`, namesInFooter(mail), names);
      const isGuardian = names.length === 0 || guardians.has(`${mail.kind} ${mail.to}`);
      result.compare(`role in ${mail.kind} to ${mail.to} on ${today}`, [isToGuardian(mail)], [isGuardian]);
    }
  }
  result.absentShare = absentDays / (days * people);
  return result;
}

/** Begins absences on a day. Each deputy is present then; some rows name somebody else as well, or are there twice. */
function startAbsences({ database, random, startsOneIn, users, unreachable, absences }: Office, today: string): void {
  for (const user of users) {
    if (absenceOf(absences, user, today) !== undefined || random(startsOneIn) > 0) continue;
    const present = users.filter((other) => other !== user && absenceOf(absences, other, today) === undefined);
    const deputies = [present[random(present.length)]!];
    if (random(3) === 0) deputies.push(users[random(people)]!);
    if (random(5) === 0) deputies.push(unreachable[random(unreachable.length)]!);
    const to = isoDay(DateTime.fromISO(today, { zone }).plus({ days: random(longestAbsence) }));
    absences.push({ user, deputies, from: today, to });
    for (const deputy of deputies) {
      database.deputy(user, deputy, today, to);
      if (random(8) === 0) database.deputy(user, deputy, today, to);
    }
  }
}

function absenceOf(absences: readonly Absence[], user: number, today: string): Absence | undefined {
  return absences.find((absence) => absence.user === user && absence.from <= today && absence.to >= today);
}

/** Those who are present in place of a user. */
function presentFor({ users, absences }: Office, user: number, today: string): number[] {
  const met = new Set([user]);
  const queue = [user];
  for (const one of queue)
    for (const deputy of absenceOf(absences, one, today)?.deputies ?? [])
      if (!met.has(deputy)) {
        met.add(deputy);
        queue.push(deputy);
      }
  return [...met].filter((one) => users.includes(one) && absenceOf(absences, one, today) === undefined);
}

/** Registers an event, and notes who should get it. */
function registerEvent(
  office: Office,
  from: DateTime,
  now: DateTime,
  mode: 'also' | 'instead',
  today: string,
  {
    expected,
    named,
    guardians: told,
  }: { expected: Set<string>; named: Map<string, Set<string>>; guardians: Set<string> },
  result: DeputyComparison,
): void {
  const { database, random, guardians, absences } = office;
  const [key, own] = [...guardians][random(guardians.size)]!;
  const [role, client] = key.split(' ') as ['accounting' | 'hr', string];
  const kind = kinds.find((one) => one.role === role)!.id;
  const at = from.plus({ milliseconds: 1 + random(now.diff(from).milliseconds) }).toISO()!;
  const event = role === 'hr' ? database.activity(Number(client), 'hr', at) : database.delivery(Number(client), at);
  database.change(
    role === 'hr'
      ? "UPDATE source_panel_activities SET subject = 'nr-' || event_id WHERE event_id = ?"
      : "UPDATE source_document_deliveries SET received_by = 'nr-' || event_id WHERE event_id = ?",
    event,
  );
  const recipients = new Set<number>();
  const addressOf = (user: number) => `osoba${office.users.indexOf(user)}@biuro.example`;
  for (const guardian of own) {
    const present = presentFor(office, guardian, today);
    const isAbsent = absenceOf(absences, guardian, today) !== undefined;
    if (!isAbsent || mode === 'also' || present.length === 0) recipients.add(guardian);
    if (!isAbsent) continue;
    for (const deputy of present) {
      recipients.add(deputy);
      const mail = `${kind} ${addressOf(deputy)}`;
      named.set(mail, (named.get(mail) ?? new Set()).add(`Osoba${office.users.indexOf(guardian)}`));
    }
  }
  for (const user of recipients) if (own.includes(user)) told.add(`${kind} ${addressOf(user)}`);
  for (const user of recipients) expected.add(`${kind} ${event} ${addressOf(user)}`);
  result.events += 1;
  if ([...recipients].some((user) => !own.includes(user))) result.toDeputies += 1;
  if (![...recipients].some((user) => absenceOf(absences, user, today) === undefined)) result.missed += 1;
}

function eventsOf({ text }: SentMail): string[] {
  return [...text.matchAll(/nr-(\d+)/g)].map(([, id]) => id!);
}

/** Whether the footer says that the mail goes to a guardian. */
function isToGuardian({ text }: SentMail): boolean {
  const footer = text.slice(text.lastIndexOf('\n--\n')).replaceAll(/\s+/g, ' ');
  return /Otrzymuje je (?:(?:Księgowość|Kadry) opiekun: |Osoba\d+ jako (?:Księgowość|Kadry) opiekun, )/.test(footer);
}

function namesInFooter({ text }: SentMail): string[] {
  const footer = text.slice(text.lastIndexOf('\n--\n')).replaceAll(/\s+/g, ' ');
  const [, names = ''] =
    /nieobecn(?:(?:ą osobę|e osoby) \([^)]*\)|ej osoby|ych osób): (.*?\))[.,] ?(?:…|Wyłączyć)/.exec(footer) ?? [];
  return [...names.matchAll(/(Osoba\d+) \(do [\d.]+\)/g)].map(([, name]) => name!).sort();
}
