import type { OfficeDatabase, Value } from './office-database.js';

/** Writes rows of an office's source tables, and reads and changes any table. */
export abstract class SourceRows {
  abstract readonly database: OfficeDatabase;
  private lastId = 0;

  insert(table: string, row: Record<string, Value>): void {
    this.database.insert(table, row);
  }

  rows<Row = Record<string, unknown>>(sql: string, ...values: Value[]): Row[] {
    return this.database.all(sql, values) as Row[];
  }

  change(sql: string, ...values: Value[]): void {
    this.database.run(sql, values);
  }

  /** Ids count up across all tables. */
  nextId(): number {
    this.lastId += 1;
    return this.lastId;
  }

  user(
    name: string,
    email: string | null = `${name.toLowerCase()}@biuro.example`,
    more: Record<string, Value> = {},
  ): number {
    const id = this.nextId();
    this.insert('source_users', { user_id: id, display_name: name, email, is_blocked: 0, locale: 'pl', ...more });
    return id;
  }

  client(
    name: string,
    guardians: Partial<Record<'client' | 'accounting' | 'hr', number[]>> = {},
    taxId: string | null = '5260250274',
  ): number {
    const id = this.nextId();
    this.insert('source_clients', { client_id: id, name, tax_id: taxId });
    for (const [role, users] of Object.entries(guardians)) for (const user of users) this.guard(id, user, role);
    return id;
  }

  guard(client: number, user: number, role: string): void {
    this.insert('source_guardians', { client_id: client, user_id: user, role });
  }

  deputy(user: number, deputy: number, from: string, until: string): void {
    this.insert('source_deputies', { user_id: user, deputy_user_id: deputy, date_from: from, date_to: until });
  }

  audit(client: number, at: string, more: Record<string, Value> = {}): number {
    const id = this.nextId();
    this.insert('source_audits', {
      event_id: id,
      occurred_at: utc(at),
      client_id: client,
      period: '2026-10',
      started_by: 'Ewa',
      error_count: 1,
      warning_count: 2,
      ...more,
    });
    return id;
  }

  delivery(client: number, at: string, more: Record<string, Value> = {}): number {
    const id = this.nextId();
    this.insert('source_document_deliveries', {
      event_id: id,
      occurred_at: utc(at),
      client_id: client,
      period: '2026-10',
      delivered_on: at.slice(0, 10),
      delivered_by: 'Jan Klient',
      received_by: 'Ewa',
      document_kinds: 'faktury',
      document_count: 3,
      remarks: null,
      ...more,
    });
    return id;
  }

  activity(client: number, department: 'hr' | 'accounting', at: string, more: Record<string, Value> = {}): number {
    const id = this.nextId();
    this.insert('source_panel_activities', {
      event_id: id,
      occurred_at: utc(at),
      client_id: client,
      department,
      activity: 'wysłanie dokumentu',
      actor: 'Jan Klient',
      subject: `dokument ${id}`,
      ...more,
    });
    return id;
  }

  approvals(user: number, at: string, count: number): void {
    for (let index = 0; index < count; index += 1) {
      this.insert('source_invoice_approvals', {
        event_id: this.nextId(),
        occurred_at: utc(at),
        user_id: user,
        client_id: null,
        invoice_kind: 'Zakup',
      });
    }
  }

  absence(person: string, from: string, until: string, more: Record<string, Value> = {}): number {
    const id = this.nextId();
    this.insert('source_absences', {
      absence_id: id,
      person,
      client_id: null,
      absence_type: 'Urlop wypoczynkowy',
      date_from: from,
      date_to: until,
      registered_at: null,
      ...more,
    });
    return id;
  }
}

function utc(at: string): string {
  return new Date(at).toISOString();
}
