import type { DateTime } from 'luxon';
import type { Calendar } from './calendar.js';
import type { Client } from './clients.js';
import type { Event } from './events.js';
import { randomWorkMoment } from './moments.js';
import type { Random } from './random.js';
import { activeStaff } from './staff.js';

/** An absence. `at` is the moment at which it was registered. */
export interface Absence extends Event {
  readonly person: string;
  /** `undefined` for the office's own staff. */
  readonly client: Client | undefined;
  readonly type: string;
  readonly from: DateTime;
  readonly to: DateTime;
}

type Person = Pick<Absence, 'person' | 'client'>;
type Period = Pick<Absence, 'type' | 'from' | 'to'>;
/** First and last day, counted from today. */
type Days = readonly [first: number, last: number];

const leave = 'Urlop wypoczynkowy';
const sickness = 'Zwolnienie chorobowe';
const onDemand = 'Urlop na żądanie';
const childCare = 'Opieka nad dzieckiem (art. 188)';
const businessTrip = 'Delegacja';
/** Leave is listed twice because it is the most frequent. */
const planned = [leave, leave, childCare, businessTrip];
const longestWorkingDays = new Map([
  [leave, 10],
  [childCare, 2],
  [businessTrip, 3],
  [sickness, 8],
  [onDemand, 1],
]);
const inNextWeek: Days = [1, 7];
const afterNextWeek: Days = [8, 45];

/** Past, current and future absences. Nobody has more than one. Exactly two people are absent today. */
export function makeAbsences(random: Random, calendar: Calendar, clients: readonly Client[]): Absence[] {
  const nextEmployee = drawInRandomOrder(
    random,
    clients.flatMap((client) => client.employees.map((person) => ({ person, client }))),
  );
  const nextColleague = drawInRandomOrder(
    random,
    activeStaff.map(({ name }) => ({ person: name, client: undefined })),
  );
  const earlierMoment = () => randomWorkMoment(random, random.pick(calendar.workingDays(-21, -8)));
  const recentMoment = () => randomWorkMoment(random, random.pick(calendar.lastOfficeDays));
  const period = (types: readonly string[], days: Days) => randomPeriod(random, calendar, types, days);
  const acrossToday = () => ({
    from: random.pick(calendar.workingDays(-7, -1)),
    to: random.pick(calendar.workingDays(1, 7)),
  });
  const pastAbsence = (person: Person): Absence => {
    const chosen = period([...planned, sickness, onDemand], [-21, -1]);
    const notice = planned.includes(chosen.type) ? random.integer(1, 14) : 0;
    return { ...person, ...chosen, at: randomWorkMoment(random, chosen.from.minus({ days: notice })) };
  };

  return [
    ...random.times(22, () => pastAbsence(nextEmployee())),
    ...random.times(3, () => pastAbsence(nextColleague())),
    { ...nextEmployee(), ...period([onDemand], [-7, -1]), at: recentMoment() },
    { ...nextColleague(), type: leave, ...acrossToday(), at: earlierMoment() },
    { ...nextEmployee(), type: sickness, ...acrossToday(), at: recentMoment() },
    ...random.times(4, () => ({ ...nextEmployee(), ...period(planned, inNextWeek), at: recentMoment() })),
    ...random.times(2, () => ({ ...nextEmployee(), ...period(planned, inNextWeek), at: earlierMoment() })),
    { ...nextColleague(), ...period(planned, inNextWeek), at: recentMoment() },
    ...random.times(2, () => ({ ...nextEmployee(), ...period(planned, afterNextWeek), at: recentMoment() })),
    ...random.times(5, () => ({ ...nextEmployee(), ...period(planned, afterNextWeek), at: earlierMoment() })),
    { ...nextColleague(), ...period(planned, afterNextWeek), at: earlierMoment() },
  ];
}

function drawInRandomOrder(random: Random, people: readonly Person[]): () => Person {
  const waiting = random.shuffle(people);
  return () => {
    const next = waiting.pop();
    if (next === undefined) throw new RangeError('Nobody is left.');
    return next;
  };
}

function randomPeriod(random: Random, calendar: Calendar, types: readonly string[], [first, last]: Days): Period {
  const type = random.pick(types);
  const days = calendar.workingDays(first, last);
  const from = random.pick(days);
  const daysFrom = days.slice(days.indexOf(from));
  const to = daysFrom[random.integer(1, longestWorkingDays.get(type) ?? 1) - 1] ?? daysFrom.at(-1) ?? from;
  return { type, from, to };
}
