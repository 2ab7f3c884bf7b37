import { z } from 'zod';
import { messageStates } from '../../../src/outbox/index.js';
import { count, error, errorLine, guardianRole, instant, jsonVersion, kind, skipReason } from './common.js';

const version = jsonVersion(1);
const mail = { type: z.literal('preview'), version, kind, to: z.string() };

const state = z.enum(messageStates);

const attempt = z.object({
  attempt: count,
  startedAt: instant,
  finishedAt: instant.nullable(),
  address: z.string(),
  account: z.string(),
  outcome: z.string().nullable(),
  reply: z.string().nullable(),
});

const listedMessage = z.object({
  type: z.literal('message'),
  version,
  id: z.string(),
  kind,
  recipient: z.string().describe('user:<id> or address:<address>'),
  name: z.string().nullable(),
  address: z.string().nullable().describe('of the last attempt; without one, as the source has it now'),
  state,
  reason: skipReason.nullable(),
  plannedAt: instant,
  lastAttemptAt: instant.nullable(),
  nextAttemptAt: instant.nullable(),
  account: z.string().nullable(),
  reply: z.string().nullable().describe("the server's last reply"),
  attempts: z.array(attempt).optional().describe('with --message; attempts are kept for 30 days'),
});

const last = z.object({
  id: z.string(),
  state,
  reason: skipReason.nullable(),
  createdAt: instant,
  finishedAt: instant.nullable(),
  nextAttemptAt: instant.nullable(),
  reply: z.string().nullable().describe("the server's last reply"),
});

/**
 * A line of `preview --json`: a mail; with `--out` the files of a mail; with `--list` and `--message` a message; with
 * `--why` a kind and a possible recipient.
 */
export const previewLineSchema = z.union([
  z.object({
    ...mail,
    messageId: z.string(),
    leavesAt: instant
      .optional()
      .describe('when a run would send it; absent for samples, held plans, and if not within two weeks'),
    subject: z.string(),
    preheader: z.string().describe('what an inbox shows beside the subject'),
    text: z.string(),
    html: z.string(),
    content: z.record(z.string(), z.unknown()).describe("the data that the kind's templates get"),
  }),
  z.object({ ...mail, files: z.array(z.string()) }),
  listedMessage,
  z.object({
    type: z.literal('why'),
    version,
    kind,
    recipient: z
      .string()
      .optional()
      .describe('user:<id> or address:<address>; absent if the reason concerns no recipient'),
    name: z.string().optional(),
    reason: z.enum([
      'off',
      'broken',
      'unknown-address',
      'blocked',
      'no-address',
      'bad-address',
      'no-guardian-role',
      'not-configured',
      'not-begun',
      'nothing-new',
      'deputy-instead',
      'not-due',
      'quiet-hours',
      'day-off',
      'account-waits',
      'would-send',
      'plan-held',
    ]),
    role: guardianRole.optional().describe('with no-guardian-role'),
    error: error.optional().describe('with broken'),
    until: instant
      .optional()
      .describe(
        'when the mail may be sent; with not-due, quiet-hours, day-off and account-waits; with not-begun, the setting since',
      ),
    remembered: count
      .optional()
      .describe('events that existed when the kind was switched on, and are not mailed; before its first mail'),
    absent: z
      .object({
        until: z.iso.date(),
        deputies: z.array(
          z.object({ deputyName: z.string(), state: z.enum(['present', 'absent', 'unreachable', 'self']) }),
        ),
      })
      .optional()
      .describe('with a row in source_deputies today: the last day of the absence, and the deputies'),
    deputyFor: z
      .array(z.object({ name: z.string(), until: z.iso.date() }))
      .optional()
      .describe('absent guardians whose deputy the recipient is today'),
    last: last.optional().describe('the last mail of this kind'),
  }),
  errorLine,
]);
