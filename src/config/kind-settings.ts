import { z } from 'zod';
import { expectedError } from './expected-text.js';
import { duration, emails, instant, timeOfDay } from './fields.js';

export const schedule = z.strictObject({
  every: duration('1 minute', '1 day').describe('how often, counted from startAt within one day'),
  startAt: timeOfDay.describe("first time of the day, in the office's time zone"),
});

/** Hours of each day. They span midnight if `until` is before `from`. */
export const quietHours = z
  .strictObject({ from: timeOfDay.describe('beginning'), until: timeOfDay.describe('end') })
  .refine(({ from, until }) => from !== until, { path: ['until'], ...expectedError('otherTime') })
  .describe("hours of each day in which nothing is sent, in the office's time zone; may span midnight");

export const workingDaysOnly = z.boolean().describe('send nothing on weekends, Polish public holidays and daysOff');

export const lookback = duration('1 day', '90 days');
export const deputies = z
  .enum(['also', 'instead', 'off'])
  .describe(
    'whether the deputies that source_deputies names get the mails of an absent account, accounting or HR manager as well, instead of that person, or not',
  );
export const since = instant
  .exactOptional()
  .describe('when a kind is enabled for the first time, mail events since this time instead of only new ones');

const link = (pattern: RegExp, expected: 'link' | 'clientLink') =>
  z
    .string()
    .regex(pattern, expectedError(expected))
    .exactOptional()
    .describe(
      'URL that mails of this kind link to instead of panelUrl; in mails about clients, {clientId} is the number of the client',
    );

/** Settings that every kind has. A kind adds its own with `extend`. */
export const kindSettings = z.strictObject({
  enabled: z.boolean().default(true).describe('false keeps the other settings and switches the kind off'),
  schedule: schedule.exactOptional(),
  workingDaysOnly: workingDaysOnly.exactOptional(),
  quietHours: z
    .union([z.literal(false), quietHours], expectedError('quietHours'))
    .exactOptional()
    .describe('hours of each day in which this kind sends nothing; may span midnight'),
  lookback: lookback.exactOptional().describe('maximum age of events; default 14 days'),
  since,
  link: link(/^https?:\/\/[^\s{}]+$/, 'link'),
  onUnknown: z
    .enum(['resend', 'hold'])
    .default('resend')
    .describe('what to do if it is unknown whether the server accepted a mail'),
});

/** The same for a kind whose mails are about clients. */
export const clientKindSettings = kindSettings.extend({
  link: link(/^https?:\/\/[^\s{}]+(\{clientId\}[^\s{}]*)?$/, 'clientLink'),
  deputies: deputies.exactOptional(),
});

/** The same for a kind whose recipients the configuration names. */
export const addressedKindSettings = kindSettings.extend({ recipients: emails });

/** Schema of a kind's settings: one of those above, with the kind's own settings added. */
export type KindSettings = typeof kindSettings;

/** The kinds by id, with the schema of their settings. */
export type KindRegistry = Readonly<Record<string, { readonly settings: KindSettings }>>;

/** Schema of `notifications`: each kind is a boolean (true: default settings) or settings. Undefined if it is off. */
export function notificationsSchema(kinds: KindRegistry) {
  return z.strictObject(
    Object.fromEntries(
      Object.entries(kinds).map(([id, { settings }]) => [
        id,
        toggleSchema(settings).exactOptional().describe('switches the kind on or off'),
      ]),
    ),
  );
}

/** True if the configuration names the kind's recipients. */
export function isAddressed({ shape }: KindSettings): boolean {
  return 'recipients' in shape;
}

/** Schema of one kind. `true` is not enough for a kind that needs recipients. */
function toggleSchema(settings: KindSettings) {
  const union = isAddressed(settings)
    ? z.union([z.literal(false), settings], expectedError('toggleWithRecipients'))
    : z.union([z.boolean(), settings], expectedError('toggle'));
  return union.transform((value) => {
    const own = value === true ? settings.parse({}) : value;
    return own !== false && own.enabled ? own : undefined;
  });
}
