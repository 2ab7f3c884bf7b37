import { z } from 'zod';
import { replyClasses } from '../../../src/mail/reply-class.js';
import { diagnosisPhases } from '../../../src/mail/diagnosis/phases.js';
import { argument, error, errorLine, exitCode, jsonVersion, text } from './common.js';

const common = { version: jsonVersion(2), account: z.string() };
const phase = z.enum(diagnosisPhases);
const texts = z.array(z.string());

/** A line of `test-smtp --json`: for each account the phases and the result; with `--verbose` also the conversation. */
export const testSmtpLineSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('phase'),
    ...common,
    phase,
    ok: z.boolean(),
    milliseconds: z.number(),
    reply: z.object({ code: z.int().optional(), enhancedCode: z.string().optional(), text: z.string() }).optional(),
    hint: z.object({ code: z.string(), source: z.url().optional(), cause: z.string(), step: z.string() }).optional(),
    host: z.string().optional().describe('dns'),
    addresses: texts.optional().describe('dns'),
    address: z.string().optional().describe('connect'),
    port: z.int().optional().describe('connect'),
    protocol: z.string().optional().describe('tls'),
    cipher: z.string().optional().describe('tls'),
    subject: z.string().optional().describe('tls'),
    issuer: z.string().optional().describe('tls'),
    names: texts.optional().describe('tls'),
    validTo: z.iso.datetime().optional().describe('tls'),
    daysLeft: z.int().optional().describe('tls'),
    problem: z.string().optional().describe('tls: why the certificate is not trusted'),
    size: z.int().optional().describe('ehlo'),
    auth: texts.optional().describe('ehlo'),
    extensions: texts.optional().describe('ehlo'),
    server: z.string().optional().describe('token'),
    offered: texts.optional().describe('auth'),
    used: z.string().optional().describe('auth'),
    from: z.string().optional().describe('mail'),
    to: z.string().optional().describe('rcpt, message'),
  }),
  z.object({
    type: z.literal('line'),
    ...common,
    from: z.enum(['client', 'server']),
    text: z.string().describe('with secrets masked'),
  }),
  z.object({
    type: z.literal('test-smtp'),
    ...common,
    exitCode,
    until: phase.optional(),
    failed: phase.optional(),
    error: error.optional(),
    replyClass: z.enum(replyClasses).optional().describe('absent if the test ended before the envelope'),
    warnings: z.array(
      z.object({
        code: z.string(),
        args: z.record(z.string(), z.union([argument, text])).optional(),
        message: z.string().describe('English'),
      }),
    ),
  }),
  errorLine,
]);
