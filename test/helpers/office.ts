import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Database from 'libsql';
import { simpleParser, type ParsedMail } from 'mailparser';
import { checkConfig, type Config } from '../../src/config/index.js';
import { kinds } from '../../src/notifications/index.js';
import type { MessageReport } from '../../src/outbox/index.js';
import type { RunReport } from '../../src/run/report.js';
import { dryRun } from '../../src/inspect/dry-run.js';
import type { RunOptions } from '../../src/run/run-context.js';
import { run } from '../../src/run/run.js';
import type { OfficeDatabase } from './office-database.js';
import { SourceRows } from './source-rows.js';
import { SqliteOffice } from './sqlite-office.js';
import { SqlServerOffice } from './sqlserver-office.js';
import { removeFolder } from './remove-folder.js';

const { MOBEVO_TEST_DATABASE: client, MOBEVO_TEST_MSSQL: connectionString = '' } = process.env;

/** True under `npm run test:sqlserver`, where all test offices are on SQL Server. */
export const onSqlServer = client === 'sqlserver';
/** Factor of all times on SQL Server: its first statements may take seconds. */
export const pace = onSqlServer ? 8 : 1;

export interface SentMail {
  readonly kind: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly parsed: ParsedMail;
}

/** An office in a real database; its mails go into a pickup folder unless the settings have another mailbox. */
export class TestOffice extends SourceRows {
  readonly directory = mkdtempSync(join(tmpdir(), 'mobevo-notify-'));
  readonly outbox = join(this.directory, 'outbox');
  readonly database: OfficeDatabase;
  settings: Record<string, unknown>;
  private readonly seen = new Set<string>();
  private checked: { readonly settings: string; readonly config: Config } | undefined;

  /** @param copyOf a SQLite file with the database of another office */
  constructor(notifications: Record<string, unknown>, settings: Record<string, unknown> = {}, copyOf?: string) {
    super();
    this.database = onSqlServer ? new SqlServerOffice(connectionString) : new SqliteOffice(this.directory, copyOf);
    mkdirSync(this.outbox);
    this.settings = {
      database: this.database.setting,
      office: { name: 'Biuro Testowe', panelUrl: 'https://biuro.mobevo.example' },
      mailbox: { from: 'powiadomienia@biuro.example', pickupDirectory: 'outbox' },
      notifications,
      ...settings,
    };
  }

  /** The checked settings. They are checked again only when they have changed, because that takes 10 ms. */
  get config(): Config {
    const settings = JSON.stringify(this.settings);
    if (this.checked?.settings !== settings) {
      const file = join(this.directory, 'mobevo-notify.config.json');
      this.checked = { settings, config: checkConfig(kinds, file, this.settings, {}) };
    }
    return this.checked.config;
  }

  notify(notifications: Record<string, unknown>): void {
    this.settings = { ...this.settings, notifications };
  }

  /** Runs at a given time, by default now. @returns the report and the event of every message */
  async run(now?: string, options: RunOptions = {}): Promise<RunReport & { messages: MessageReport[] }> {
    const messages: MessageReport[] = [];
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

  /** Runs while the mail server cannot be reached: mails are planned, and none is sent. */
  async runWithoutServer(now: string): Promise<RunReport> {
    const { mailbox } = this.settings;
    const smtp = { host: '127.0.0.1', port: 1, security: 'none' };
    this.settings = { ...this.settings, mailbox: { from: 'p@biuro.example', smtp } };
    const report = await this.run(now);
    this.settings = { ...this.settings, mailbox };
    return report;
  }

  async dryRun(now: string): Promise<RunReport & { messages: MessageReport[] }> {
    const messages: MessageReport[] = [];
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

  /** Mails that are new in the pickup folder since the last call, sorted by recipient, kind and subject. */
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

  /** Removes the mails that were read, so that the next call reads new ones only. */
  clearOutbox(): void {
    for (const name of readdirSync(this.outbox)) rmSync(join(this.outbox, name));
    this.seen.clear();
  }

  /** Makes many changes, in one transaction on SQLite for speed. */
  inBulk(work: () => void): void {
    if (!onSqlServer) this.db.exec('BEGIN');
    work();
    if (!onSqlServer) this.db.exec('COMMIT');
  }

  /** Number of messages by state. */
  states(): Record<string, number> {
    return Object.fromEntries(
      this.rows<{ state: string; count: number }>('SELECT state, COUNT(*) AS count FROM messages GROUP BY state').map(
        ({ state, count }) => [state, count],
      ),
    );
  }

  /** Whether the database is Babelfish, which differs from SQL Server. */
  isOnBabelfish(): boolean {
    return this.database instanceof SqlServerOffice && this.database.isBabelfish();
  }

  /** The SQLite database itself. */
  get db(): Database.Database {
    if (!(this.database instanceof SqliteOffice)) throw new Error('This office is on SQL Server.');
    return this.database.raw;
  }

  close(): void {
    this.database.close();
    removeFolder(this.directory);
  }
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

/** The raw value of a header. */
export function headerLine(parsed: ParsedMail, name: string): string {
  return parsed.headerLines.find(({ key }) => key === name)?.line.replace(/^[^:]*:\s*/, '') ?? '';
}

/** The ISO time of a text such as `11-24 06:00`, in 2026 and in winter time. */
export function winter(text: string): string {
  return `2026-${text.replace(' ', 'T')}:00+01:00`;
}
