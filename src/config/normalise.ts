import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { reasonOf, type ConfigIssue } from '../errors/index.js';
import type { Config, DatabaseConfig, KindConfig, LogFileConfig, OfficeConfig, Schedule } from './config.js';
import { parseDuration } from './duration.js';
import { expectation } from './expected-text.js';
import { kindIds, type KindId } from './kinds.js';
import { readLogo } from './logo.js';
import { mailboxConfig } from './mailbox.js';
import type { RawConfig } from './schema.js';
import { Secret } from './secret.js';

type RawSecret = string | { file: string };

/**
 * Turns a valid configuration file into what the program uses.
 * @param faults receives what only now shows: files that cannot be read
 */
export function normalise(file: string, raw: RawConfig, faults: ConfigIssue[]): Config {
  const folder = dirname(file);
  const path = (value: string) => resolve(folder, value);
  const read = (setting: string, name: string): string => {
    try {
      const content = readFileSync(path(name), 'utf8').trim();
      if (content === '')
        faults.push({
          path: setting,
          found: { code: 'config.found.emptyFile' },
          expected: expectation('fileWithValue'),
        });
      return content;
    } catch (error) {
      faults.push({ path: setting, found: reasonOf(error), expected: expectation('readableFile') });
      return '';
    }
  };
  const secret = (setting: string, value: RawSecret) =>
    new Secret(typeof value === 'string' ? value : read(setting, value.file));

  if (raw.templatesDir !== undefined && !existsSync(path(raw.templatesDir))) {
    faults.push({
      path: 'templatesDir',
      found: JSON.stringify(raw.templatesDir),
      expected: expectation('existingFolder'),
    });
  }

  return {
    file,
    ...(raw.language === undefined ? {} : { language: raw.language }),
    database: databaseConfig(raw, path, secret, read),
    office: officeConfig(raw, path, faults),
    sourceClock: raw.source.clock,
    kinds: kindIds.flatMap((id) => kindConfig(id, raw) ?? []),
    fallbackRecipients: unique(raw.fallbackRecipients),
    mailbox: mailboxConfig(raw, { path, secret, read }, faults),
    ...(raw.alerts === undefined
      ? {}
      : { alerts: { recipients: unique(raw.alerts.recipients), grace: parseDuration(raw.alerts.grace)! } }),
    ...(raw.healthcheckUrl === undefined
      ? {}
      : { healthcheckUrl: healthcheckUrl(secret('healthcheckUrl', raw.healthcheckUrl), faults) }),
    giveUpAfter: parseDuration(raw.giveUpAfter)!,
    retention: parseDuration(raw.retention)!,
    ...(raw.logFile === undefined ? {} : { logFile: logFileConfig(raw.logFile, path) }),
    ...(raw.templatesDir === undefined ? {} : { templatesDir: path(raw.templatesDir) }),
  };
}

function officeConfig(
  { office: { logo, ...office } }: RawConfig,
  path: (value: string) => string,
  faults: ConfigIssue[],
): OfficeConfig {
  if (logo === undefined) return office;
  const image = readLogo(path(logo.file), faults);
  return image === undefined ? office : { ...office, logo: { ...image, width: logo.width } };
}

function databaseConfig(
  { database }: RawConfig,
  path: (value: string) => string,
  secret: (setting: string, value: RawSecret) => Secret,
  read: (setting: string, name: string) => string,
): DatabaseConfig {
  if (database.client === 'sqlite') return { client: 'sqlite', file: path(database.file) };
  const { connection, schema, caFile } = database;
  const common = {
    client: 'sqlserver',
    schema,
    ...(caFile === undefined ? {} : { ca: read('database.caFile', caFile) }),
  } as const;
  if (typeof connection === 'string' || 'file' in connection) {
    return { ...common, connection: secret('database.connection', connection) };
  }
  const { password, user, domain, ...rest } = connection;
  return {
    ...common,
    connection: {
      ...rest,
      ...(user === undefined ? {} : { user }),
      ...(domain === undefined ? {} : { domain }),
      ...(password === undefined ? {} : { password: secret('database.connection.password', password) }),
    },
  };
}

function healthcheckUrl(secret: Secret, faults: ConfigIssue[]): Secret {
  if (!/^https?:/.test(secret.reveal()) || !URL.canParse(secret.reveal())) {
    faults.push({
      path: 'healthcheckUrl',
      found: { code: 'config.found.other' },
      expected: expectation('httpsAddress'),
    });
  }
  return secret;
}

function kindConfig(id: KindId, raw: RawConfig): KindConfig | undefined {
  const setting = raw.notifications[id];
  if (setting === undefined || setting === false) return undefined;
  const own: Partial<Exclude<typeof setting, boolean>> & KindSpecific = setting === true ? {} : setting;
  if (own.enabled === false) return undefined;
  const schedule = own.schedule ?? raw.schedule;
  const since = own.since ?? raw.since;
  const quietHours = own.quietHours ?? raw.quietHours ?? false;
  return {
    id,
    ...(schedule === undefined ? {} : { schedule: scheduleConfig(schedule) }),
    workingDaysOnly: own.workingDaysOnly ?? raw.workingDaysOnly,
    daysOff: raw.daysOff,
    ...(quietHours === false ? {} : { quietHours }),
    lookback: parseDuration(own.lookback ?? raw.lookback)!,
    ...(since === undefined ? {} : { since: new Date(since).toISOString() }),
    onUnknown: own.onUnknown ?? 'resend',
    recipients: unique(own.recipients ?? []),
    referenceDay: own.referenceDay ?? 'auto',
    detail: own.detail ?? 'type',
    sensitiveTypes: own.sensitiveTypes ?? [],
  };
}

type KindSpecific = Partial<Pick<KindConfig, 'referenceDay' | 'detail'>> & {
  recipients?: string[];
  sensitiveTypes?: string[];
};

function scheduleConfig({ every, startAt }: NonNullable<RawConfig['schedule']>): Schedule {
  return { every: parseDuration(every)!, startAt };
}

/** Addresses that differ only in case are one mailbox for every provider in use; the first spelling stays. */
function unique(addresses: readonly string[]): string[] {
  return [...new Map(addresses.toReversed().map((address) => [address.toLowerCase(), address])).values()].toReversed();
}

const megabyte = 1_000_000;

function logFileConfig(raw: NonNullable<RawConfig['logFile']>, path: (value: string) => string): LogFileConfig {
  const { file, maxMegabytes, keep } = typeof raw === 'string' ? { file: raw, maxMegabytes: 10, keep: 5 } : raw;
  return { file: path(file), maxBytes: maxMegabytes * megabyte, keep };
}
