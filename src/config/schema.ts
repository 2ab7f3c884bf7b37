import { z } from 'zod';
import { locales } from '../messages/index.js';
import { account } from './account-schema.js';
import { parseDuration } from './duration.js';
import { expects } from './expected-text.js';
import { email, secret, text } from './fields.js';

// Code is worth making for what is parsed often; a configuration is once.
z.config({ jitless: true });

const emails = z.array(email).min(1).describe('one or more e-mail addresses');

const duration = (least: string, most: string) =>
  z
    .string()
    .refine(
      (value) => {
        const length = parseDuration(value);
        return length !== undefined && length >= parseDuration(least)! && length <= parseDuration(most)!;
      },
      { ...expects('duration'), params: { least, most } },
    )
    .describe(`a length of time from ${least} to ${most}: a number and minutes, hours or days`);

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, expects('timeOfDay'));
const instant = z.iso.datetime({ offset: true, error: 'a point in time, as in "2026-11-24T06:00:00+01:00"' });

const timeZone = z.string().refine((zone) => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}, expects('timeZone'));

const schedule = z.strictObject({
  every: duration('1 minute', '1 day').describe('how often, counted from startAt within one day'),
  startAt: timeOfDay.describe("first time of the day, in the office's time zone"),
});

const quietHours = z
  .strictObject({ from: timeOfDay.describe('beginning'), until: timeOfDay.describe('end') })
  .refine(({ from, until }) => from !== until, { path: ['until'], ...expects('otherTime') })
  .describe("hours of each day in which nothing is sent, in the office's time zone; may span midnight");
const workingDaysOnly = z.boolean().describe('send nothing on weekends, Polish public holidays and daysOff');

const kindSettings = {
  enabled: z.boolean().default(true).describe('false keeps the other settings and switches the kind off'),
  schedule: schedule.optional(),
  workingDaysOnly: workingDaysOnly.optional(),
  quietHours: z.union([z.literal(false), quietHours], expects('quietHours')).optional(),
  lookback: duration('1 day', '90 days').optional().describe('how far back events are looked for; default 14 days'),
  since: instant.optional().describe('on first enabling, mail events from here on instead of from now on'),
  onUnknown: z
    .enum(['resend', 'hold'])
    .default('resend')
    .describe('what to do when it is not known whether the server took a mail'),
};

const referenceDay = z
  .enum(['auto', 'today', 'previous-working-day'])
  .default('auto')
  .describe('the day a summary is about; auto: today when it starts at 12:00 or later');

const toggled = <T extends z.ZodRawShape>(shape: T) =>
  z.union([z.boolean(), z.strictObject({ ...kindSettings, ...shape })], expects('toggle'));
const withRecipients = <T extends z.ZodRawShape>(shape: T) =>
  z.union(
    [z.literal(false), z.strictObject({ ...kindSettings, recipients: emails, ...shape })],
    expects('toggleWithRecipients'),
  );

const notifications = z.strictObject({
  'audit-completed': toggled({}).optional(),
  'documents-delivered': toggled({}).optional(),
  'user-activity': toggled({ referenceDay }).optional(),
  'office-activity': withRecipients({ referenceDay }).optional(),
  'client-activity-hr': toggled({}).optional(),
  'client-activity-accounting': toggled({}).optional(),
  absences: withRecipients({
    detail: z.enum(['type', 'dates', 'count']).default('type').describe('how much of an absence a mail tells'),
    sensitiveTypes: z
      .array(text)
      .default(['Zwolnienie chorobowe*', 'Zwolnienie lekarskie*', 'Choroba*', 'L4*', 'Opieka*', 'Rehabilitacja*'])
      .describe('absence types shown only as "absence"; * stands for anything'),
  }).optional(),
});

const sqlserverFields = z.strictObject({
  server: text.describe('HOST, HOST\\INSTANCE or HOST,PORT'),
  database: text.describe('name of the database'),
  user: text.optional().describe('login'),
  password: secret.optional(),
  domain: text.optional().describe('Windows domain of the user (NTLM)'),
  encrypt: z
    .union([z.boolean(), z.literal('strict')], expects('encrypt'))
    .default(true)
    .describe('"strict": TLS before the first word (SQL Server 2022)'),
  trustServerCertificate: z.boolean().default(false).describe("leave the server's certificate unchecked"),
});

const database = z.discriminatedUnion('client', [
  z.strictObject({ client: z.literal('sqlite'), file: text.describe('path of the database file') }),
  z.strictObject({
    client: z.literal('sqlserver'),
    connection: z
      .union([secret, sqlserverFields], expects('connection'))
      .describe('an ADO.NET connection string, or its fields'),
    caFile: text.optional().describe('PEM file of an own certificate authority'),
    schema: z
      .string()
      .regex(/^[A-Za-z_]\w{0,127}$/, expects('schemaName'))
      .default('mobevo_notify')
      .describe("schema of the views and of the tool's tables"),
  }),
]);

const mailbox = z
  .strictObject({
    from: email.describe("the sender's address"),
    fromName: text.optional().describe("the sender's name; default the office's"),
    replyTo: email.optional().describe('where replies go'),
    smtp: account.optional().describe('the one account'),
    accounts: z
      .array(account)
      .min(1)
      .max(20)
      .optional()
      .describe('several accounts: the next takes over when one is down or over its quota'),
    pickupDirectory: text.optional().describe('folder for .eml files, in place of an account'),
  })
  .refine(
    ({ smtp, accounts, pickupDirectory }) =>
      [smtp, accounts, pickupDirectory].filter((way) => way !== undefined).length === 1,
    {
      path: ['smtp'],
      ...expects('way'),
    },
  );

const logFile = z.union(
  [
    text,
    z.strictObject({
      file: text.describe('path of the file'),
      maxMegabytes: z.number().positive().max(1000).default(10).describe('size at which a new file is begun'),
      keep: z.int().min(1).max(100).default(5).describe('earlier files kept'),
    }),
  ],
  { error: 'a path, or { "file": "…", "maxMegabytes": 10, "keep": 5 }' },
);

/** The configuration file, as an administrator writes it. */
export const configSchema = z.strictObject({
  $schema: z.string().optional(),
  language: z
    .enum(locales)
    .optional()
    .describe('what this command speaks; default: the language of LC_ALL, LC_MESSAGES, LANG, or the system'),
  database,
  office: z.strictObject({
    name: text.describe("the office's name as mails show it"),
    panelUrl: z
      .url({ protocol: /^https?$/, error: 'an address that starts with https://' })
      .optional()
      .describe('the online panel, to which links lead'),
    locale: z.enum(locales).default('pl').describe('language of mails to those who have none of their own'),
    logo: z
      .strictObject({
        file: text.describe('a PNG, JPEG or GIF file of 100 kB at most'),
        width: z.int().min(16).max(560).default(160).describe('width in pixels at which mails show it'),
      })
      .optional()
      .describe("shown above each mail in place of the office's name"),
    accentColor: z
      .string()
      .regex(/^#[\da-f]{6}$/i, { error: 'a colour, as in "#1f5fa8"' })
      .default('#1f5fa8')
      .describe('colour of links, bars and the button; mails darken or lighten it where it could not be read'),
    signature: text.optional().describe('lines below each mail, as an address and a telephone number'),
    timeZone: timeZone.default('Europe/Warsaw').describe("the office's time zone"),
  }),
  source: z
    .strictObject({
      clock: z
        .enum(['utc', 'local'])
        .default('utc')
        .describe("whether the views tell times in UTC or in the office's local time"),
    })
    .default({ clock: 'utc' }),
  schedule: schedule.optional().describe('without it, each invocation is a slot of its own'),
  workingDaysOnly: workingDaysOnly.default(false),
  daysOff: z
    .array(z.iso.date(expects('day')))
    .default([])
    .describe('days the office does not work, besides weekends and public holidays'),
  quietHours: quietHours.optional(),
  lookback: duration('1 day', '90 days').default('14 days').describe('how far back events are looked for'),
  since: instant.optional().describe('on first enabling, mail events from here on instead of from now on'),
  notifications,
  fallbackRecipients: z.array(email).default([]).describe('who gets what no guardian can get'),
  mailbox,
  alerts: z
    .strictObject({
      recipients: emails,
      grace: duration('1 hour', '7 days')
        .default('12 hours')
        .describe('how old a failed or held mail is before it is reported'),
    })
    .optional()
    .describe('once a day, mail to an administrator about what is missing and what failed'),
  healthcheckUrl: secret.optional().describe('called on start, success and failure, as healthchecks.io has it'),
  giveUpAfter: duration('1 hour', '30 days').default('3 days').describe('how long a refused mail is tried again'),
  retention: duration('35 days', '3650 days')
    .default('400 days')
    .describe('how long is remembered what became of a mail'),
  logFile: logFile.optional().describe('file that runs append to: each message, the summary, errors'),
  templatesDir: text.optional().describe('folder whose files replace built-in templates of the same name'),
});

export type RawConfig = z.output<typeof configSchema>;
