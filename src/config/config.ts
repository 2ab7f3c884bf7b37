import type { z } from 'zod';
import { defined } from '../defined.js';
import type { KindSettings } from './kind-settings.js';
import type { Settings } from './schema.js';
import type { Secret } from './secret.js';

/** A kind's id. The registry in `src/notifications` says which there are; nothing below it names one. */
export type KindId = string;

/** Brings together what the parts of a configuration file say of each other. */
export function configOf({
  source,
  schedule,
  workingDaysOnly,
  daysOff,
  quietHours,
  lookback,
  since,
  notifications,
  mailbox,
  ...settings
}: Settings) {
  const common = { ...defined({ schedule, since }), workingDaysOnly, daysOff, lookback };
  const kindConfig = (id: KindId, { quietHours: ownHours, ...own }: z.output<KindSettings>) => ({
    id,
    /** None, unless the kind is one whose recipients the configuration names. */
    recipients: [] as string[],
    ...common,
    ...own,
    ...defined({ quietHours: ownHours === false ? undefined : (ownHours ?? quietHours) }),
  });
  return {
    ...settings,
    sourceClock: source.clock,
    /** Enabled kinds only, in the order of the registry. */
    kinds: Object.entries(notifications).flatMap(([id, own]) => (own === undefined ? [] : [kindConfig(id, own)])),
    mailbox: { ...mailbox, fromName: mailbox.fromName ?? settings.office.name },
  };
}

type Immutable<T> = T extends Secret | Buffer
  ? T
  : T extends object
    ? { readonly [Key in keyof T]: Immutable<T[Key]> }
    : T;

/** The configuration as the program uses it: times in milliseconds, sizes in bytes, paths absolute, secrets wrapped. */
export type Config = Immutable<ReturnType<typeof configOf>> & {
  /** Absolute path of the configuration file. */
  readonly file: string;
};

/** Settings of one enabled kind, with the common ones filled in. */
export type KindConfig = Config['kinds'][number];
/** The same with the settings that are the kind's own. */
export type KindConfigOf<Schema extends z.ZodType> = KindConfig & Immutable<z.output<Schema>>;
export type Schedule = NonNullable<KindConfig['schedule']>;

export type DatabaseConfig = Config['database'];
export type SqliteConfig = Extract<DatabaseConfig, { client: 'sqlite' }>;
export type SqlServerConfig = Extract<DatabaseConfig, { client: 'sqlserver' }>;

export type MailboxConfig = Config['mailbox'];
/** One account at a mail server. */
export type SmtpConfig = Extract<MailboxConfig['transport'], { type: 'smtp' }>['accounts'][number];
export type LoginConfig = NonNullable<SmtpConfig['login']>;
export type OAuth2Config = Extract<LoginConfig, { oauth2: object }>['oauth2'];

export type OfficeConfig = Config['office'];
export type Logo = NonNullable<OfficeConfig['logo']>;
/** Mail to an administrator. */
export type AlertsConfig = NonNullable<Config['alerts']>;
export type LogFileConfig = NonNullable<Config['logFile']>;
