import type { z } from 'zod';
import { omitUndefined } from '../omit-undefined.js';
import type { NamedFile } from './files.js';
import type { KindSettings } from './kind-settings.js';
import type { Settings } from './schema.js';
import type { Secret } from './secret.js';

/** Id of a kind, such as `absences`. The registry in `src/notifications` lists all; lower layers name none. */
export type KindId = string;

/** Combines the parts of a parsed file: each kind gets the common settings. Sets `mailbox.fromName`. */
export function buildConfig({
  source,
  schedule,
  workingDaysOnly,
  daysOff,
  quietHours,
  lookback,
  since,
  deputies,
  notifications,
  mailbox,
  ...settings
}: Settings) {
  const common = { ...omitUndefined({ schedule, since }), workingDaysOnly, daysOff, lookback, deputies };
  const buildKindConfig = (id: KindId, { quietHours: ownHours, ...own }: z.output<KindSettings>) => ({
    id,
    /** Empty unless the configuration names the kind's recipients. */
    recipients: [] as string[],
    ...common,
    ...own,
    ...omitUndefined({ quietHours: ownHours === false ? undefined : (ownHours ?? quietHours) }),
  });
  return {
    ...settings,
    sourceClock: source.clock,
    /** Enabled kinds only, in the order of the registry. */
    kinds: Object.entries(notifications).flatMap(([id, own]) => (own === undefined ? [] : [buildKindConfig(id, own)])),
    mailbox: { ...mailbox, fromName: mailbox.fromName ?? settings.office.name },
  };
}

type Immutable<T> = T extends Secret | Buffer
  ? T
  : T extends object
    ? { readonly [Key in keyof T]: Immutable<T[Key]> }
    : T;

/** The configuration as the program uses it: times in milliseconds, sizes in bytes, paths absolute, secrets wrapped. */
export type Config = Immutable<ReturnType<typeof buildConfig>> & {
  /** Absolute path of the configuration file. */
  readonly file: string;
  /** The text files that its settings name. */
  readonly namedFiles: readonly NamedFile[];
};

/** Settings of one enabled kind, including the common ones. */
export type KindConfig = Config['kinds'][number];
/** The same with the kind's own settings. */
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
/** Alerts to an administrator by mail. */
export type AlertsConfig = NonNullable<Config['alerts']>;
export type LogFileConfig = NonNullable<Config['logFile']>;
