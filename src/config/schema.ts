import { z } from 'zod';
import { locales } from '../messages/index.js';
import { database } from './database-schema.js';
import { expects } from './expected-text.js';
import { duration, emails, optionalEmails, text, timeZone } from './fields.js';
import { fileFields, type FileFields, type Files } from './files.js';
import {
  lookback,
  notifications,
  quietHours,
  schedule,
  since,
  workingDaysOnly,
  type KindRegistry,
} from './kind-settings.js';
import { logo } from './logo.js';
import { mailbox } from './mailbox-schema.js';

const office = (fields: FileFields) =>
  z.strictObject({
    name: text.describe("the office's name as mails show it"),
    panelUrl: z
      .url({ protocol: /^https?$/, error: 'an address that starts with https://' })
      .exactOptional()
      .describe('the online panel, to which links lead'),
    locale: z.enum(locales).default('pl').describe('language of mails to those who have none of their own'),
    logo: logo(fields).exactOptional().describe("shown above each mail in place of the office's name"),
    accentColor: z
      .string()
      .regex(/^#[\da-f]{6}$/i, { error: 'a colour, as in "#1f5fa8"' })
      .default('#1f5fa8')
      .describe('colour of links, bars and the button; mails darken or lighten it where it could not be read'),
    signature: text.exactOptional().describe('lines below each mail, as an address and a telephone number'),
    timeZone: timeZone.default('Europe/Warsaw').describe("the office's time zone"),
  });

const megabyte = 1_000_000;

function logFile({ path }: FileFields) {
  const settings = z.strictObject({
    file: path.describe('path of the file'),
    maxMegabytes: z.number().positive().max(1000).default(10).describe('size at which a new file is begun'),
    keep: z.int().min(1).max(100).default(5).describe('earlier files kept'),
  });
  return z
    .union([text, settings], { error: 'a path, or { "file": "…", "maxMegabytes": 10, "keep": 5 }' })
    .transform((value) => {
      const { maxMegabytes, ...rest } = typeof value === 'string' ? settings.parse({ file: value }) : value;
      return { ...rest, maxBytes: maxMegabytes * megabyte };
    });
}

/** The settings of a configuration file, as parsed. */
export type Settings = z.output<ReturnType<typeof configSchema>>;

/**
 * The configuration file. It takes what an administrator writes, and gives times in milliseconds, sizes in bytes, absolute
 * paths, the contents of files and wrapped secrets.
 * @param kinds the registry of `src/notifications`; its order is that of every report
 */
export function configSchema(kinds: KindRegistry, files: Files) {
  const fields = fileFields(files);
  return z.strictObject({
    $schema: z.string().exactOptional(),
    language: z
      .enum(locales)
      .exactOptional()
      .describe('what this command speaks; default: the language of LC_ALL, LC_MESSAGES, LANG, or the system'),
    database: database(fields),
    office: office(fields),
    source: z
      .strictObject({
        clock: z
          .enum(['utc', 'local'])
          .default('utc')
          .describe("whether the views tell times in UTC or in the office's local time"),
      })
      .default({ clock: 'utc' }),
    schedule: schedule.exactOptional().describe('without it, each invocation is a slot of its own'),
    workingDaysOnly: workingDaysOnly.default(false),
    daysOff: z
      .array(z.iso.date(expects('day')))
      .default([])
      .describe('days the office does not work, besides weekends and public holidays'),
    quietHours: quietHours.exactOptional(),
    lookback: lookback.prefault('14 days').describe('how far back events are looked for'),
    since,
    notifications: notifications(kinds),
    fallbackRecipients: optionalEmails.describe('who gets what no guardian can get'),
    templatesDir: fields.folder
      .exactOptional()
      .describe('folder whose files replace built-in templates of the same name'),
    mailbox: mailbox(fields),
    alerts: z
      .strictObject({
        recipients: emails,
        grace: duration('1 hour', '7 days')
          .prefault('12 hours')
          .describe('how old a failed or held mail is before it is reported'),
      })
      .exactOptional()
      .describe('once a day, mail to an administrator about what is missing and what failed'),
    healthcheckUrl: fields.secret
      .refine((url) => /^https?:/.test(url.reveal()) && URL.canParse(url.reveal()), {
        ...expects('httpsAddress'),
        params: { found: { code: 'config.found.other' } },
      })
      .exactOptional()
      .describe('called on start, success and failure, as healthchecks.io has it'),
    giveUpAfter: duration('1 hour', '30 days').prefault('3 days').describe('how long a refused mail is tried again'),
    retention: duration('35 days', '3650 days')
      .prefault('400 days')
      .describe('how long is remembered what became of a mail'),
    logFile: logFile(fields).exactOptional().describe('file that runs append to: each message, the summary, errors'),
  });
}
