import { z } from 'zod';
import { locales } from '../messages/index.js';
import { databaseSchema } from './database-schema.js';
import { expectedError } from './expected-text.js';
import { duration, emails, optionalEmails, secretWebAddress, text, timeZone, webAddress } from './fields.js';
import { fileFields, type FileFields, type Files } from './files.js';
import {
  deputies,
  lookback,
  notificationsSchema,
  quietHours,
  schedule,
  since,
  workingDaysOnly,
  type KindRegistry,
} from './kind-settings.js';
import { logoSchema } from './logo.js';
import { mailboxSchema } from './mailbox-schema.js';

const officeSchema = (fields: FileFields) =>
  z.strictObject({
    name: text.describe("the office's name in mails"),
    panelUrl: webAddress.exactOptional().describe('URL of the online panel, for links in mails'),
    contact: text
      .exactOptional()
      .describe('whom to ask to switch a mail off, such as a name and a telephone number; shown below each mail'),
    locale: z.enum(locales).default('pl').describe('language of mails to users without a language of their own'),
    logo: logoSchema(fields).exactOptional().describe("shown above each mail instead of the office's name"),
    accentColor: z
      .string()
      .regex(/^#[\da-fA-F]{6}$/, expectedError('colour'))
      .default('#1f5fa8')
      .describe('colour of links, bars and the button; mails darken or lighten it where it would be hard to read'),
    signature: text.exactOptional().describe('lines below each mail, such as an address and a telephone number'),
    timeZone: timeZone.default('Europe/Warsaw').describe("the office's time zone"),
  });

const bytesPerMegabyte = 1_000_000;

function logFileSchema({ path }: FileFields) {
  const settings = z.strictObject({
    file: path.describe('path of the file'),
    maxMegabytes: z
      .number()
      .positive()
      .max(1000)
      .default(10)
      .describe('size in megabytes at which a new file is started'),
    keep: z.int().min(1).max(100).default(5).describe('number of earlier files to keep'),
  });
  return z.union([text, settings], expectedError('logFile')).transform((value) => {
    const { maxMegabytes, ...rest } = typeof value === 'string' ? settings.parse({ file: value }) : value;
    return { ...rest, maxBytes: maxMegabytes * bytesPerMegabyte };
  });
}

const floodGuard = z.strictObject({
  messages: z
    .int()
    .min(1)
    .default(50)
    .describe('a plan with at most this many mails of a kind is never held because of their number'),
  times: z
    .number()
    .min(2)
    .max(1000)
    .default(5)
    .describe('a plan is held if it is more than this many times the largest before'),
});

/** Output type of `configSchema`. */
export type Settings = z.output<ReturnType<typeof configSchema>>;

/**
 * Schema of the configuration file. Parsing returns durations in milliseconds, sizes in bytes, absolute paths, contents
 * of files and wrapped secrets.
 * @param kinds the registry of `src/notifications`; reports list kinds in its order
 */
export function configSchema(kinds: KindRegistry, files: Files) {
  const fields = fileFields(files);
  return z.strictObject({
    $schema: z.string().exactOptional(),
    language: z
      .enum(locales)
      .exactOptional()
      .describe('language of this command; default: the language of LC_ALL, LC_MESSAGES, LANG, or the system'),
    database: databaseSchema(fields),
    office: officeSchema(fields),
    source: z
      .strictObject({
        clock: z
          .enum(['utc', 'local'])
          .default('utc')
          .describe("whether times in the views are UTC or the office's local time"),
      })
      .default({ clock: 'utc' }),
    schedule: schedule.exactOptional().describe('when mails are planned; without it, every run plans'),
    workingDaysOnly: workingDaysOnly.default(false),
    daysOff: z
      .array(z.iso.date(expectedError('day')))
      .default([])
      .describe('days on which the office is closed, besides weekends and public holidays'),
    quietHours: quietHours.exactOptional(),
    lookback: lookback.prefault('14 days').describe('maximum age of events'),
    since,
    notifications: notificationsSchema(kinds),
    floodGuard: z
      .union([z.literal(false), floodGuard], expectedError('floodGuard'))
      .prefault({})
      .describe('holds a plan that is out of proportion to the last 45 days, until an operator decides; false: never'),
    fallbackRecipients: optionalEmails.describe(
      'recipients of events whose client has no reachable account, accounting or HR manager',
    ),
    deputies: deputies.default('also'),
    templatesDir: fields.folder
      .exactOptional()
      .describe('folder with files that replace built-in templates of the same name'),
    mailbox: mailboxSchema(fields),
    alerts: z
      .strictObject({
        recipients: emails,
        grace: duration('1 hour', '7 days')
          .prefault('12 hours')
          .describe('minimum age of a failed or held mail in an alert'),
      })
      .exactOptional()
      .describe('daily mail to an administrator about data issues and failed or held mails'),
    healthcheckUrl: fields
      .secretLike(secretWebAddress, 'httpsAddress')
      .refine((url) => secretWebAddress.test(url.reveal()) && URL.canParse(url.reveal()), {
        ...expectedError('httpsAddress'),
        params: { found: { code: 'config.found.other' } },
      })
      .exactOptional()
      .describe('URL called at start, success and failure, as defined by healthchecks.io'),
    giveUpAfter: duration('1 hour', '30 days').prefault('3 days').describe('how long a refused mail is retried'),
    retention: duration('35 days', '3650 days').prefault('400 days').describe('how long the outcome of a mail is kept'),
    metricsFile: fields.path
      .exactOptional()
      .describe('file that each run replaces with its figures, for the textfile collector of Prometheus'),
    logFile: logFileSchema(fields)
      .exactOptional()
      .describe('file to which runs append each message, the summary and errors'),
  });
}
