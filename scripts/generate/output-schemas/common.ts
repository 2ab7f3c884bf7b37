import { z } from 'zod';
import { ExitCode } from '../../../src/errors/index.js';
import { kindIds } from '../../../src/notifications/index.js';

// Schemas that the `--json` lines of all subcommands share.

export const jsonVersion = (version: number) =>
  z.literal(version).describe('raised if a field changes its meaning or is removed; not raised if a field is added');
export const instant = z.iso.datetime().describe('UTC');
export const kind = z.enum(kindIds);
export const count = z.int().min(0);
export const exitCode = z.literal(Object.values(ExitCode));
export const guardianRole = z.enum(['client', 'accounting', 'hr']);
export const skipReason = z.enum([
  'blocked',
  'no-address',
  'no-user',
  'events-gone',
  'kind-off',
  'not-configured',
  'discarded',
]);

export const argument = z.union([z.string(), z.number()]);
export const text = z
  .object({ code: z.string(), args: z.record(z.string(), argument).optional() })
  .describe('a text inserted into the text');

export const error = z.object({
  code: z.string().optional().describe('stable; absent for an unexpected error'),
  message: z.string().describe('English'),
  hint: z.string().optional(),
  docs: z.string().optional(),
  exitCode: exitCode.optional(),
  issues: z.array(z.record(z.string(), z.string())).optional().describe('each invalid setting or column'),
});

/** The error that stopped the command. */
export const errorLine = error.extend({ type: z.literal('error'), version: jsonVersion(1) });
