import type { DateTime } from 'luxon';
import type { Absence } from './absences.js';
import { monthBefore, polishDate, type Calendar } from './calendar.js';
import { peculiarClients, type Client } from './clients.js';
import type { Event } from './events.js';
import { randomPanelMoment } from './moments.js';
import {
  accountingActivities,
  addedAbsence,
  payrollActivities,
  signedAuthorization,
  type Department,
  type PanelActivity,
} from './panel-activities.js';
import type { Random } from './random.js';

export interface Activity extends Event {
  readonly client: Client;
  readonly department: Department;
  readonly activity: string;
  readonly actor: string;
  readonly subject: string | null;
}

/** Activities in the panel in the last five weeks, with recent ones of peculiar clients. */
export function makeActivities(
  random: Random,
  calendar: Calendar,
  clients: readonly Client[],
  absences: readonly Absence[],
): Activity[] {
  const makeActivity = (client: Client, day: DateTime, kind: PanelActivity): Activity => ({
    at: randomPanelMoment(random, calendar, day),
    client,
    department: kind.department,
    activity: kind.activity,
    actor: random.pick(client.actors),
    subject: kind.subject(random, client, monthBefore(day)),
  });
  const randomKind = () => random.pick(random.chance(0.35) ? payrollActivities : accountingActivities);
  const recentDay = () => random.pick(calendar.lastDays);

  return [
    ...calendar
      .days(-35, 0)
      .flatMap((day) =>
        random.times(calendar.isWorkingDay(day) ? random.integer(20, 36) : random.integer(3, 9), () =>
          makeActivity(random.pick(clients), day, randomKind()),
        ),
      ),
    ...[...peculiarClients(clients), ...random.sample(clients, 3)].flatMap((client) => [
      makeActivity(client, recentDay(), random.pick(payrollActivities)),
      makeActivity(client, recentDay(), random.pick(accountingActivities)),
    ]),
    ...random
      .sample(clients, 3)
      .map((client, index) =>
        makeActivity(client, index === 0 ? recentDay() : random.pick(calendar.days(-30, -3)), signedAuthorization),
      ),
    ...absences.flatMap((absence) => absenceActivities(random, absence)),
  ];
}

/** The activity of a client who registered an employee's absence. The office registers its own staff's elsewhere. */
function absenceActivities(random: Random, { client, person, from, to, at }: Absence): Activity[] {
  return client === undefined
    ? []
    : [
        {
          at,
          client,
          department: 'hr',
          activity: addedAbsence,
          actor: random.pick(client.actors),
          subject: `${person}, ${polishDate(from)}${from < to ? `–${polishDate(to)}` : ''}`,
        },
      ];
}
