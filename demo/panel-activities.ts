import type { DateTime } from 'luxon';
import type { Client } from './clients.js';
import type { Random } from './random.js';

export type Department = 'hr' | 'accounting';

/** An activity in the panel, and the text with which the panel describes its subject. */
export interface PanelActivity {
  readonly department: Department;
  readonly activity: string;
  readonly subject: (random: Random, client: Client, month: DateTime) => string | null;
}

export const addedAbsence = 'dodanie nieobecności pracownika';

export const payrollActivities: readonly PanelActivity[] = [
  {
    department: 'hr',
    activity: 'wysłanie dokumentu',
    subject: (random, client, month) =>
      random.pick([
        `Lista obecności ${month.toFormat('MM/yyyy')}.pdf`,
        `Umowa zlecenie – ${random.pick(client.employees)}.pdf`,
        `Kwestionariusz osobowy – ${random.pick(client.employees)}.pdf`,
      ]),
  },
  {
    department: 'hr',
    activity: 'pobranie dokumentu',
    subject: (random, client, month) =>
      random.pick([
        `Lista płac ${month.toFormat('MM/yyyy')}.pdf`,
        `ZUS DRA ${month.toFormat('MM/yyyy')}.pdf`,
        `Świadectwo pracy – ${random.pick(client.employees)}.pdf`,
      ]),
  },
];

export const accountingActivities: readonly PanelActivity[] = [
  {
    department: 'accounting',
    activity: 'dodanie faktury sprzedaży',
    subject: (random, _client, month) =>
      `FS ${random.integer(1, 180)}/${month.plus({ months: 1 }).toFormat('MM/yyyy')}`,
  },
  {
    department: 'accounting',
    activity: 'wysłanie skanów faktur',
    subject: (random, _client, month) =>
      `Faktury zakupu ${month.toFormat('MM/yyyy')}, liczba plików: ${random.integer(1, 40)}`,
  },
  {
    department: 'accounting',
    activity: 'wysłanie dokumentu',
    subject: (_random, _client, month) => `Wyciąg bankowy ${month.toFormat('MM/yyyy')}.pdf`,
  },
  {
    department: 'accounting',
    activity: 'pobranie dokumentu',
    subject: (random, _client, month) =>
      random.pick([
        `JPK_V7M ${month.toFormat('MM/yyyy')}.pdf`,
        `Zestawienie obrotów i sald ${month.toFormat('MM/yyyy')}.pdf`,
        `Potwierdzenie złożenia VAT-UE ${month.toFormat('MM/yyyy')}.pdf`,
      ]),
  },
];

/** An unusual activity that a fixed list of activities would not contain. */
export const signedAuthorization: PanelActivity = {
  department: 'accounting',
  activity: 'podpisanie pełnomocnictwa UPL-1',
  subject: () => null,
};
