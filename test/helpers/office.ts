import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Database from 'libsql';
import { simpleParser, type ParsedMail } from 'mailparser';
import { checkConfig, type Config } from '../../src/config/index.js';
import type { MessageEvent } from '../../src/outbox/index.js';
import type { RunReport } from '../../src/run/report.js';
import { dryRun } from '../../src/inspect/dry-run.js';
import { run, type RunOptions } from '../../src/run/run.js';
import type { OfficeDatabase, Value } from './office-database.js';
import { SqliteOffice } from './sqlite-office.js';
import { SqlServerOffice } from './sqlserver-office.js';

const { MOBEVO_TEST_DATABASE: chosen, MOBEVO_TEST_MSSQL: connectionString = '' } = process.env;

/** True in `npm run test:sqlserver`: the offices of all tests are on SQL Server. */
export const onSqlServer = chosen === 'sqlserver';

export interface SentMail {
  readonly kind: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly parsed: ParsedMail;
}

/** A real office in a real database, whose mails go into a real pickup folder unless told otherwise. */
export class TestOffice {
  readonly directory = mkdtempSync(join(tmpdir(), 'mobevo-notify-'));
  readonly outbox = join(this.directory, 'outbox');
  readonly database: OfficeDatabase = onSqlServer
    ? new SqlServerOffice(connectionString)
    : new SqliteOffice(this.directory);
  settings: Record<string, unknown>;
  private readonly seen = new Set<string>();
  private lastId = 0;

  constructor(notifications: Record<string, unknown>, settings: Record<string, unknown> = {}) {
    mkdirSync(this.outbox);
    this.settings = {
      database: this.database.setting,
      office: { name: 'Biuro Testowe', panelUrl: 'https://biuro.mobevo.example' },
      mailbox: { from: 'powiadomienia@biuro.example', pickupDirectory: 'outbox' },
      notifications,
      ...settings,
    };
  }

  get config(): Config {
    return checkConfig(join(this.directory, 'mobevo-notify.config.json'), this.settings, {});
  }

  notify(notifications: Record<string, unknown>): void {
    this.settings = { ...this.settings, notifications };
  }

  /** Runs at a given time; without one, now. @returns the report and every message's fate */
  async run(now?: string, options: RunOptions = {}): Promise<RunReport & { messages: MessageEvent[] }> {
    const messages: MessageEvent[] = [];
    const report = await run(
      this.config,
      { ...(now === undefined ? {} : { now: new Date(now) }), ...options },
      {
        message: (event) => {
          messages.push(event);
        },
        sending: () => undefined,
      },
    );
    return { ...report, messages };
  }

  async dryRun(now: string): Promise<RunReport & { messages: MessageEvent[] }> {
    const messages: MessageEvent[] = [];
    const report = await dryRun(
      this.config,
      { now: new Date(now) },
      {
        message: (event) => {
          messages.push(event);
        },
        sending: () => undefined,
      },
    );
    return { ...report, messages };
  }

  /** Mails that came into the pickup folder since this was last asked, by recipient and subject. */
  async newMails(): Promise<SentMail[]> {
    const files = readdirSync(this.outbox)
      .filter((name) => name.endsWith('.eml'))
      .map((name) => ({ name, key: `${name}|${readFileSync(join(this.outbox, name)).toString('base64')}` }))
      .filter(({ key }) => !this.seen.has(key));
    for (const { key } of files) this.seen.add(key);
    const mails = await Promise.all(
      files.map(async ({ name }) => sentMail(await simpleParser(readFileSync(join(this.outbox, name))))),
    );
    return mails.sort((a, b) => `${a.to} ${a.kind} ${a.subject}`.localeCompare(`${b.to} ${b.kind} ${b.subject}`));
  }

  async runAndRead(now: string, options: RunOptions = {}): Promise<SentMail[]> {
    await this.run(now, options);
    return this.newMails();
  }

  insert(table: string, row: Record<string, Value>): void {
    this.database.insert(table, row);
  }

  rows<Row = Record<string, unknown>>(sql: string, ...values: Value[]): Row[] {
    return this.database.all(sql, values) as Row[];
  }

  change(sql: string, ...values: Value[]): void {
    this.database.run(sql, values);
  }

  /** Many changes, quickly where the database can. */
  inBulk(work: () => void): void {
    if (!onSqlServer) this.db.exec('BEGIN');
    work();
    if (!onSqlServer) this.db.exec('COMMIT');
  }

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

  states(): Record<string, number> {
    return Object.fromEntries(
      this.rows<{ state: string; count: number }>('SELECT state, COUNT(*) AS count FROM messages GROUP BY state').map(
        ({ state, count }) => [state, count],
      ),
    );
  }

  /** The SQLite database itself. */
  get db(): Database.Database {
    if (!(this.database instanceof SqliteOffice)) throw new Error('This office is on SQL Server.');
    return this.database.raw;
  }

  close(): void {
    this.database.close();
    rmSync(this.directory, { recursive: true, force: true });
  }
}

function utc(at: string): string {
  return new Date(at).toISOString();
}

export async function parseMail(raw: Buffer | string): Promise<SentMail> {
  return sentMail(await simpleParser(raw));
}

function sentMail(parsed: ParsedMail): SentMail {
  const to = Array.isArray(parsed.to) ? parsed.to[0]! : parsed.to!;
  const listId = headerLine(parsed, 'list-id').replace(/^.*<|>.*$/g, '');
  return {
    kind: listId.split('.')[0]!,
    to: to.value[0]!.address!,
    subject: parsed.subject ?? '',
    text: parsed.text ?? '',
    html: typeof parsed.html === 'string' ? parsed.html : '',
    parsed,
  };
}

/** A header as it was sent, without its name. */
export function headerLine(parsed: ParsedMail, name: string): string {
  return parsed.headerLines.find(({ key }) => key === name)?.line.replace(/^[^:]*:\s*/, '') ?? '';
}

/** `11-24 06:00` in the office's winter time. */
export function winter(text: string): string {
  return `2026-${text.replace(' ', 'T')}:00+01:00`;
}
