import { join } from 'node:path';
import { isWorkingDay, type IsHoliday } from '../../src/schedule/working-days.js';
import { TestOffice } from './office.js';

const dayMs = 86_400_000;
const people = 80;

/** Kinds of a large office, all due at 06:00. */
export const busyKinds = {
  'audit-completed': true,
  'client-activity-accounting': true,
  'user-activity': true,
  absences: { recipients: ['kadry@biuro.example'] },
};

export const busySettings = { schedule: { every: '1 day', startAt: '06:00' }, workingDaysOnly: true };

/**
 * An office of 80 people, each guardian of one client, that works as offices do: little on most days, much around the
 * 10th, the 20th, the 25th and the last of a month, nothing on weekends and holidays, less in the summer; absences are
 * registered days or months ahead, moved and cancelled. The same seed makes the same office.
 */
export class BusyOffice {
  readonly office: TestOffice;
  private readonly users: number[] = [];
  private readonly clients: number[] = [];
  private readonly absences = new Map<number, string>();

  constructor(
    first: string,
    private readonly isHoliday: IsHoliday,
    private seed = 1,
  ) {
    this.office = new TestOffice(busyKinds, busySettings);
    const { office } = this;
    office.change('PRAGMA synchronous = OFF');
    office.inBulk(() => {
      for (let index = 0; index < people; index += 1) {
        const user = office.user(`Osoba${index}`);
        this.users.push(user);
        this.clients.push(office.client(`Firma ${index}`, { client: [user], accounting: [user] }));
      }
      // Last year's work, which is too old to be mailed.
      for (let index = 0; index < 3 * people; index += 1)
        this.event(new Date(Date.parse(`${first}T12:00:00Z`) - (331 + (index % 14)) * dayMs).toISOString());
    });
  }

  /** A file with a copy of the database. */
  copy(): string {
    const file = join(this.office.directory, 'copy.db');
    this.office.change('VACUUM INTO ?', file);
    return file;
  }

  /** A day's work. */
  work(day: string): void {
    if (!isWorkingDay(day, this.isHoliday)) return;
    this.office.inBulk(() => {
      const date = Number(day.slice(8));
      const isLast = new Date(Date.parse(day) + 3 * dayMs).getUTCDate() <= 3;
      const season = /-0[78]-/.test(day) ? 0.5 : 1;
      const load = season * (isLast || [9, 10, 19, 20, 24, 25].includes(date) ? 50 : 4 + this.random(6));
      for (let index = 0; index < load; index += 1) this.event(`${day}T${this.hour()}:30:00Z`);
      for (let index = 0; index < load / 2; index += 1)
        this.office.approvals(this.any(this.users), `${day}T${this.hour()}:00:00Z`, 1 + this.random(5));
      this.changeAbsences(day);
    });
  }

  private event(at: string): void {
    this.office.audit(this.any(this.clients), at);
    this.office.activity(this.any(this.clients), 'accounting', at);
  }

  private changeAbsences(day: string): void {
    const later = (days: number) => new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10);
    for (let index = 0; index < 2 + this.random(3); index += 1) {
      const from = 1 + this.random(60);
      this.absences.set(
        this.office.absence(`Osoba ${this.random(people)}`, later(from), later(from + this.random(14))),
        later(from),
      );
    }
    const [id] = [...this.absences].filter(([, from]) => from > day)[this.random(20)] ?? [];
    if (id === undefined) return;
    this.absences.delete(id);
    if (this.random(2) === 0) this.office.change('DELETE FROM source_absences WHERE absence_id = ?', id);
    else this.office.change('UPDATE source_absences SET date_to = ? WHERE absence_id = ?', later(90), id);
  }

  private hour(): string {
    return String(7 + this.random(9)).padStart(2, '0');
  }

  private any<Item>(items: readonly Item[]): Item {
    return items[this.random(items.length)]!;
  }

  /** A whole number from 0 to below `limit`, of a linear congruential generator. */
  private random(limit: number): number {
    this.seed = (this.seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((this.seed / 2_147_483_648) * limit);
  }
}
