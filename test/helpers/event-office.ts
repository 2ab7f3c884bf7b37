import { DateTime } from 'luxon';
import type { TestOffice } from './office.js';
import { hostileNames, zone } from './random-office.js';

const roles = ['client', 'accounting', 'hr'];
const noAddresses = [null, '', 'brak', 'x@', '@biuro.example'];

type Random = (limit: number) => number;

/** Changes users, clients and guardians, one after another. */
export function changeOffice(office: TestOffice, random: Random, count: number): void {
  const ids = (sql: string) => office.rows<{ id: number }>(`SELECT DISTINCT ${sql} ORDER BY 1`).map(({ id }) => id);
  const any = (list: readonly number[]) => list[random(list.length)] ?? 0;
  office.inBulk(() => {
    for (let left = count; left > 0; left -= 1) {
      const [users, clients] = [ids('user_id AS id FROM source_users'), ids('client_id AS id FROM source_clients')];
      const [user, client, role] = [any(users), any(clients), roles[random(3)]!];
      const action = users.length < 4 ? 0 : clients.length < 6 ? 1 : random(16);
      if (action === 0) {
        const id = office.user(hostileNames[random(hostileNames.length)]!);
        office.change(
          'UPDATE source_users SET email = ? WHERE user_id = ?',
          `${random(4) === 0 ? ' ' : ''}osoba${id}@biuro.example`,
          id,
        );
      } else if (action === 1) {
        office.client(hostileNames[random(hostileNames.length)]!, {}, random(3) === 0 ? null : '5260250274');
      } else if (action < 8) office.guard(client, user, role);
      else if (action === 8) office.guard(client, 999_999, role);
      else if (action === 9)
        office.change('DELETE FROM source_guardians WHERE client_id = ? AND role = ?', client, role);
      else if (action === 10)
        office.change('UPDATE source_users SET is_blocked = 1 - is_blocked WHERE user_id = ?', user);
      else if (action === 11)
        office.change(
          'UPDATE source_users SET email = ? WHERE user_id = ?',
          noAddresses[random(noAddresses.length)]!,
          user,
        );
      else if (action === 12)
        office.change("UPDATE source_users SET email = 'osoba' || user_id || '@biuro.example' WHERE user_id = ?", user);
      else if (action === 13) doubleRow(office, 'source_users', 'user_id', user);
      else if (action === 14) doubleRow(office, 'source_clients', 'client_id', client);
      // The client remains in the view of guardians and in the events.
      else if (random(3) === 0 && clients.length > 8)
        office.change('DELETE FROM source_clients WHERE client_id = ?', client);
      else office.change('INSERT INTO source_guardians SELECT * FROM source_guardians LIMIT 3');
    }
    // Of a user's rows, one may be blocked.
    if (count > 3 && random(3) === 0)
      office.change(
        'INSERT INTO source_users SELECT user_id, display_name, email, 1, locale FROM source_users LIMIT 1',
      );
  });
}

function doubleRow(office: TestOffice, table: string, key: string, id: number): void {
  office.change(`INSERT INTO ${table} SELECT * FROM ${table} WHERE ${key} = ? LIMIT 1`, id);
}

interface Span {
  readonly from: DateTime;
  readonly now: DateTime;
  /** Formats a time in the source's clock. */
  readonly inSource: (time: DateTime) => string;
}

/** Registers events since the last run: at the edges of days and clock changes, late ones, future ones, some twice. */
export function registerEvents(office: TestOffice, random: Random, span: Span): void {
  const clients = office.rows<{ id: number }>(
    'SELECT DISTINCT client_id AS id FROM source_guardians UNION SELECT client_id FROM source_clients ORDER BY 1',
  );
  // Some lists are longer than a mail: many clients, or many events of one client.
  const burst = random(12);
  if (burst === 0) for (let left = 130; left > 0; left -= 1) clients.push({ id: manyClient(office, left) });
  const sizes = [
    burst === 1 ? 70 : random(5),
    burst === 2 ? 80 : random(5),
    burst === 0 ? 300 : burst === 3 ? 500 : random(8),
  ];
  office.inBulk(() => {
    for (const [index, register] of [registerAudit, registerDelivery, registerActivity].entries()) {
      for (let left = sizes[index]!; left > 0; left -= 1) {
        const client = burst > 0 && random(3) > 0 ? clients[0]! : clients[random(clients.length)]!;
        const at = eventTime(random, span);
        const id = register(office, random, client.id, span.inSource(at), burst === 3 ? 300 : 5);
        office.insert('local_times', { event_id: id, local_at: at.toFormat("yyyy-MM-dd'T'HH:mm") });
      }
    }
    for (const view of [
      'source_audits',
      'source_document_deliveries',
      'source_panel_activities',
      'source_audit_findings',
    ])
      if (random(3) === 0)
        office.change(
          `INSERT INTO ${view} SELECT * FROM ${view} WHERE event_id IN (SELECT event_id FROM ${view} ORDER BY event_id DESC LIMIT 5)`,
        );
  });
}

function manyClient(office: TestOffice, index: number): number {
  const [known] = office.rows<{ id: number }>(
    'SELECT client_id AS id FROM source_clients WHERE name = ?',
    `Klient ${index}`,
  );
  if (known !== undefined) return known.id;
  const id = office.client(`Klient ${index}`);
  const [user] = office.rows<{ id: number }>('SELECT MIN(user_id) AS id FROM source_users');
  for (const role of roles) office.guard(id, user!.id, role);
  return id;
}

function eventTime(random: Random, { from, now }: Span): DateTime {
  const length = now.diff(from).milliseconds;
  const any = from.plus({ milliseconds: random(length) });
  switch (random(8)) {
    case 0:
      return now;
    case 1: {
      const midnight = any.startOf('day');
      return random(2) === 0 ? midnight : midnight.minus({ milliseconds: 1 });
    }
    // Committed late, or too old.
    case 2:
      return from.minus({ minutes: random(6 * 24 * 60) });
    // Told by a later run.
    case 3:
      return now.plus({ minutes: 1 + random(600) });
    // The night of a clock change.
    case 4:
      return DateTime.fromISO(any.month < 7 ? '2027-03-28T01:00' : '2026-10-25T01:00', { zone }).plus({
        minutes: random(4) * 30,
      });
    default:
      return any;
  }
}

function registerAudit(office: TestOffice, random: Random, client: number, at: string): number {
  const id = office.nextId();
  const count = () => (random(4) === 0 ? null : random(3) * random(1400));
  office.insert('source_audits', {
    event_id: id,
    occurred_at: at,
    client_id: client,
    period: random(3) === 0 ? null : '2026-10',
    started_by: random(3) === 0 ? null : 'Ewa: 3, Zakończono',
    error_count: count(),
    warning_count: count(),
    report_url: `https://biuro.example/audyt/${id}`,
  });
  for (let left = random(3) * random(6); left > 0; left -= 1)
    office.insert('source_audit_findings', {
      event_id: id,
      code: random(3) === 0 ? null : `VAT ${random(3)}`,
      title: `Brak: ${random(4)}, FV 3/2026`,
      severity: ['error', 'warning', 'info', 'uwaga'][random(4)]!,
      finding_count: random(20),
    });
  return id;
}

function registerDelivery(office: TestOffice, random: Random, client: number, at: string): number {
  const id = office.nextId();
  office.insert('source_document_deliveries', {
    event_id: id,
    occurred_at: at,
    client_id: client,
    period: random(3) === 0 ? null : '2026-10',
    delivered_on: random(3) === 0 ? null : '2026-11-02',
    delivered_by: random(3) === 0 ? null : 'Jan: 5, Kłos',
    received_by: `przyjęcie ${id}`,
    document_kinds: random(3) === 0 ? null : 'faktury, 3: wyciągi',
    document_count: random(3) === 0 ? null : random(2) * random(2500),
    remarks: random(3) > 0 ? null : `brak: ${id}, 2 str.`,
  });
  return id;
}

function registerActivity(office: TestOffice, random: Random, client: number, at: string, sorts: number): number {
  const id = office.nextId();
  office.insert('source_panel_activities', {
    event_id: id,
    occurred_at: at,
    client_id: client,
    department: random(2) === 0 ? 'hr' : 'accounting',
    activity: random(3) > 0 ? `zdarzenie: ${random(sorts)}` : 'wysłanie dokumentu',
    actor: random(3) === 0 ? null : 'Jan, 08:00',
    subject: `nr ${id}`,
  });
  return id;
}
