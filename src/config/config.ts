import type { Locale } from '../messages/index.js';
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
  /** Certificate of an own authority, PEM. */
  readonly ca?: string;
  readonly connection:
    | Secret
    | {
        readonly server: string;
        readonly database: string;
        readonly user?: string;
        readonly password?: Secret;
        readonly domain?: string;
        readonly encrypt: boolean | 'strict';
        readonly trustServerCertificate: boolean;
      };
}

export type DatabaseConfig = SqliteConfig | SqlServerConfig;

/** Where and with what an access token is asked for. */
export interface OAuth2Config {
  readonly tokenUrl: string;
  readonly scope?: string;
  readonly grant:
    | { readonly type: 'client-credentials'; readonly clientId: string; readonly clientSecret: Secret }
    | {
        readonly type: 'refresh-token';
        readonly clientId: string;
        readonly clientSecret?: Secret;
        readonly refreshToken: Secret;
      }
    | { readonly type: 'service-account'; readonly clientEmail: string; readonly privateKey: Secret };
}

export type LoginConfig = { readonly user: string } & (
  { readonly password: Secret } | { readonly oauth2: OAuth2Config }
);

/** One account at a mail server. */
export interface SmtpConfig {
  /** What reports and attempts call it, and what its counters are kept under; no secret in it. */
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly security: 'tls' | 'starttls' | 'none';
  readonly login?: LoginConfig;
  /** Sender of mails through this account. */
  readonly from: string;
  /** At once, of all runs on all hosts. */
  readonly connections: number;
  readonly messagesPerMinute?: number;
  /** Within any 24 hours. */
  readonly messagesPerDay?: number;
  /** Bytes. */
  readonly maxMessageSize?: number;
  readonly ca?: string;
}

export interface MailboxConfig {
  readonly from: string;
  readonly fromName: string;
  readonly replyTo?: string;
  readonly transport:
    /** In the order in which they take over from each other; at least one. */
    | { readonly type: 'smtp'; readonly accounts: readonly SmtpConfig[] }
    | { readonly type: 'pickup'; readonly directory: string };
}

/** Mail to an administrator. */
export interface AlertsConfig {
  readonly recipients: readonly string[];
  /** Milliseconds that a failed or held mail has to be old. */
  readonly grace: number;
}

export interface Logo {
  readonly bytes: Buffer;
  readonly type: 'image/png' | 'image/jpeg' | 'image/gif';
  /** Pixels. */
  readonly width: number;
}

export type OfficeConfig = Omit<RawConfig['office'], 'logo'> & { readonly logo?: Logo };

export interface LogFileConfig {
  /** Absolute path. */
  readonly file: string;
  readonly maxBytes: number;
  /** Earlier files kept beside it, `.1` the newest. */
  readonly keep: number;
}

/** The configuration as the program uses it: lengths in milliseconds, paths absolute, secrets wrapped. */
export interface Config {
  readonly file: string;
  /** What this command speaks; absent: the host's language. */
  readonly language?: Locale;
  readonly database: DatabaseConfig;
  readonly office: OfficeConfig;
  readonly sourceClock: 'utc' | 'local';
  /** Enabled kinds only, in the order of `kindIds`. */
  readonly kinds: readonly KindConfig[];
  readonly fallbackRecipients: readonly string[];
  readonly mailbox: MailboxConfig;
  readonly alerts?: AlertsConfig;
  /** An address; whoever knows it can call it, hence secret. */
  readonly healthcheckUrl?: Secret;
  /** Milliseconds. */
  readonly giveUpAfter: number;
  /** Milliseconds. */
  readonly retention: number;
  readonly logFile?: LogFileConfig;
  readonly templatesDir?: string;
}
