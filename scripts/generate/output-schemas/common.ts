import { z } from 'zod';
import { kindIds } from '../../../src/config/index.js';
import { ExitCode } from '../../../src/errors/index.js';

// What lines of `--json` have in common, whichever subcommand prints them.

export const jsonVersion = (version: number) =>
  z.literal(version).describe('raised when a field changes its meaning or goes; fields may be added without');
export const instant = z.iso.datetime().describe('UTC');
export const kind = z.enum(kindIds);
export const count = z.int().min(0);
export const exitCode = z.literal(Object.values(ExitCode));
export const guardianRole = z.enum(['client', 'accounting', 'hr']);
export const skipReason = z.enum([
  'blocked',
  'no-address',
  'no-user',
  'no-recipient',
  'events-gone',
  'kind-off',
  'discarded',
]);

export const argument = z.union([z.string(), z.number()]);
export const text = z
  .object({ code: z.string(), args: z.record(z.string(), argument).optional() })
  .describe('a text within the text');

export const error = z.object({
  code: z.string().optional().describe('stable; absent when the failure was not foreseen'),
  message: z.string().describe('English'),
  hint: z.string().optional(),
  docs: z.string().optional(),
  exitCode: exitCode.optional(),
  issues: z.array(z.record(z.string(), z.string())).optional().describe('each setting or column that is wrong'),
});

/** What broke the command off. */
export const errorLine = error.extend({ type: z.literal('error'), version: jsonVersion(1) });
