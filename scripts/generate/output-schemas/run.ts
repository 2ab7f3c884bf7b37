import { z } from 'zod';
import { decisions, messageStates } from '../../../src/outbox/index.js';
import {
  argument,
  count,
  error,
  errorLine,
  exitCode,
  guardianRole,
  instant,
  jsonVersion,
  kind,
  skipReason,
  text,
} from './common.js';

const version = jsonVersion(1);

const kindReport = z.object({
  kind,
  closed: z.enum(['day-off', 'quiet-hours']).optional().describe('why mails of this kind may not be sent at this time'),
  due: z.boolean(),
  dueAt: instant
    .optional()
    .describe('in a dry run: when the kind is due; absent if not within two weeks, or if its plan is held'),
  error: z
    .enum(['planning', 'sending'])
    .optional()
    .describe('the step that an error ended for this kind; the error is in errors'),
  heldPlan: count.optional().describe('mails of a plan out of proportion, which is held'),
  remembered: count.optional().describe('events that existed when this run switched the kind on, and are not mailed'),
  planned: count.describe('mails enqueued by this run'),
  waiting: count.describe('events that wait for a guardian'),
  expired: count.describe('events that had no recipient in time and are not mailed'),
  pending: count.describe('mails that wait to be sent when the run ends'),
  sent: count,
  deferred: count,
  failed: count,
  unknown: count,
  skipped: z.partialRecord(skipReason, count),
});

const gap = z.object({
  reason: z.enum([
    'no-guardian',
    'no-user',
    'no-address',
    'blocked',
    'deputy-self',
    'deputy-no-user',
    'deputy-no-address',
    'deputy-blocked',
  ]),
  role: guardianRole.optional().describe('absent for users who get their own summary, and for deputies'),
  count,
  names: z.array(z.string()).describe('at most three'),
});

/** A line of `run --json`: first messages, then a report or an error; with `--check` the checks. */
export const runLineSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('message'),
    version,
    id: z.string(),
    kind,
    address: z.string().nullable(),
    state: z.enum(messageStates).describe('queued in a dry run: a run would send it'),
    decision: z.enum(decisions).optional().describe('absent if no attempt was made'),
    detail: z.string().describe("the server's reply, or why the mail was skipped"),
    leavesAt: instant
      .optional()
      .describe('in a dry run: when the mail would leave; absent if it is skipped, or not within two weeks'),
  }),
  z.object({
    type: z.literal('report'),
    version,
    startedAt: instant,
    finishedAt: instant,
    dryRun: z.boolean(),
    kinds: z.array(kindReport).describe('the enabled kinds; with --only, those it names'),
    gaps: z.array(gap),
    malformedRows: z
      .array(
        z.object({
          view: z.string(),
          id: z.string(),
          columns: z.string(),
          effect: z
            .enum(['left-out', 'value-ignored', 'unknown-id', 'shortened', 'counted-once'])
            .describe('what the run did with the row'),
          found: z.string().describe("start of the first column's value, or how often the row is there"),
          expected: text,
        }),
      )
      .describe('rows of the views that break the source contract'),
    reportReasons: z
      .record(z.string(), z.enum(['first', 'changed', 'daily']))
      .describe('the gaps and malformed rows that are reported for the first time today, and why'),
    held: count.describe('mails that may have arrived and wait for an operator'),
    heldIds: z.array(z.string()).describe('the first of their ids'),
    redirectTo: z.string().optional().describe('where every mail goes, in a trial'),
    insecureDatabaseConnection: z.enum(['unencrypted', 'unverified']).optional(),
    hasUnreportedFaults: z.boolean().describe('false if every fault of this run was reported earlier today'),
    endedFaults: z
      .array(z.object({ text: z.string(), since: instant }))
      .describe('faults of earlier runs that this run no longer met'),
    errors: z.array(error),
    warnings: z.array(error).describe('errors that did not stop any mail'),
    exitCode,
  }),
  z.object({
    type: z.literal('check'),
    version,
    check: z.enum([
      'config',
      'files',
      'log',
      'metrics',
      'database',
      'server',
      'clock',
      'state',
      'lock',
      'contract',
      'rights',
      'statements',
      'data',
      'last-run',
      'queue',
      'held-plans',
      'since',
      'mailbox',
      'templates',
    ]),
    state: z.enum(['ok', 'warning', 'skipped', 'fault']),
    found: z.string().optional().describe('English'),
    args: z
      .record(z.string(), z.union([argument, text]))
      .optional()
      .describe('arguments of the text'),
    error: error.optional().describe('present if the state is fault'),
  }),
  errorLine,
]);
