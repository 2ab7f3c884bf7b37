import type { KindId } from './kinds.js';
import type { RawConfig } from './schema.js';
import type { Secret } from './secret.js';

export interface Schedule {
  /** Milliseconds between two slots. */
  readonly every: number;
  /** `HH:MM` in the office's time zone. */
  readonly startAt: string;
}

/** A stretch of each day, across midnight when it ends before it begins; `HH:MM` in the office's time zone. */
export interface QuietHours {
  readonly from: string;
  readonly until: string;
}

/** Settings of one enabled kind, with the common ones filled in. */
export interface KindConfig {
  readonly id: KindId;
  readonly schedule?: Schedule;
  readonly workingDaysOnly: boolean;
  /** `YYYY-MM-DD`; no working days, besides weekends and public holidays. */
  readonly daysOff: readonly string[];
  readonly quietHours?: QuietHours;
  /** Milliseconds. */
  readonly lookback: number;
  /** ISO 8601, UTC. */
  readonly since?: string;
  readonly onUnknown: 'resend' | 'hold';
  readonly recipients: readonly string[];
  readonly referenceDay: 'auto' | 'today' | 'previous-working-day';
  readonly detail: 'type' | 'dates' | 'count';
  readonly sensitiveTypes: readonly string[];
}

export interface SqliteConfig {
  readonly client: 'sqlite';
  /** Absolute path. */
  readonly file: string;
}

export interface SqlServerConfig {
  readonly client: 'sqlserver';
  readonly schema: string;
  readonly connection: Secret | {
    readonly server: string;
    readonly database: string;
    readonly user?: string;
    readonly password?: Secret;
    readonly domain?: string;
    readonly encrypt: boolean;
    readonly trustServerCertificate: boolean;
  };
}

export type DatabaseConfig = SqliteConfig | SqlServerConfig;

export interface SmtpConfig {
  readonly host: string;
  readonly port: number;
  readonly security: 'tls' | 'starttls' | 'none';
  readonly login?: { readonly user: string; readonly password: Secret };
  readonly connections: number;
  readonly ca?: string;
}

export interface MailboxConfig {
  readonly from: string;
  readonly fromName: string;
  readonly replyTo?: string;
  readonly transport:
    | { readonly type: 'smtp'; readonly smtp: SmtpConfig }
    | { readonly type: 'pickup'; readonly directory: string };
}

export type OfficeConfig = RawConfig['office'];

/** The configuration as the program uses it: lengths in milliseconds, paths absolute, secrets wrapped. */
export interface Config {
  readonly file: string;
  readonly database: DatabaseConfig;
  readonly office: OfficeConfig;
  readonly sourceClock: 'utc' | 'local';
  /** Enabled kinds only, in the order of `kindIds`. */
  readonly kinds: readonly KindConfig[];
  readonly fallbackRecipients: readonly string[];
  readonly mailbox: MailboxConfig;
  /** Milliseconds. */
  readonly giveUpAfter: number;
  readonly templatesDir?: string;
}
