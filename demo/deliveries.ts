import type { DateTime } from 'luxon';
import type { Attendance } from './attendance.js';
import { isoDate, monthBefore, type Calendar } from './calendar.js';
import { peculiarClients, type Client } from './clients.js';
import type { Event } from './events.js';
import { randomWorkMoment } from './moments.js';
import type { Random } from './random.js';

export interface Delivery extends Event {
  readonly client: Client;
  readonly period: string;
  readonly deliveredOn: string;
  readonly deliveredBy: string;
  readonly receivedBy: string;
  readonly documentKinds: string;
  readonly documentCount: number;
  readonly remarks: string | null;
}

const documentKinds = [
  'faktury zakupu',
  'faktury sprzedaży',
  'wyciągi bankowe',
  'raporty kasowe',
  'listy obecności',
  'delegacje',
  'umowy',
];
const remarks = [
  'Brak wyciągu bankowego za ostatni tydzień miesiąca, klient doniesie.',
  'Segregator do zwrotu po zaksięgowaniu.',
  'Dwie faktury nieczytelne – poproszono o duplikaty.',
  'Klient prosi o telefon w sprawie zaliczki na podatek.',
  'Dokumenty w kopercie, nieposegregowane; wśród nich paragony bez NIP & bilety parkingowe.',
];

/** Deliveries of documents in the last five weeks, with recent ones of peculiar clients. */
export function makeDeliveries(
  random: Random,
  calendar: Calendar,
  clients: readonly Client[],
  attendance: Attendance,
): Delivery[] {
  const makeDelivery = (client: Client, day: DateTime): Delivery => ({
    at: randomWorkMoment(random, day),
    client,
    period: monthBefore(day).toFormat('yyyy-MM'),
    // Some are delivered after hours and registered the next morning.
    deliveredOn: isoDate(random.chance(0.15) ? day.minus({ days: 1 }) : day),
    deliveredBy: random.chance(0.15) ? 'kurier' : random.pick(client.actors),
    receivedBy: random.pick(attendance(day).filter((member) => !client.guardians.accounting.includes(member))).name,
    documentKinds: random.sample(documentKinds, random.integer(1, 4)).join(', '),
    documentCount: random.integer(3, 140),
    remarks: random.chance(0.4) ? random.pick(remarks) : null,
  });
  return [
    ...calendar
      .workingDays(-35, 0)
      .flatMap((day) => random.sample(clients, random.integer(2, 6)).map((client) => makeDelivery(client, day))),
    ...[...peculiarClients(clients), ...random.sample(clients, 3)].map((client) =>
      makeDelivery(client, random.pick(calendar.lastOfficeDays)),
    ),
  ];
}
