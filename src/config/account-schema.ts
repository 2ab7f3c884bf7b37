import { z } from 'zod';
import { expects, type ExpectedText } from './expected-text.js';
import { email, portNumber, secret, text } from './fields.js';
import { presetNames, presets } from './presets.js';

const messageSize = z
  .string()
  .regex(/^\d{1,4} ?[kM]B$/, expects('size'))
  .describe('a size in kB or MB, as in "25 MB"');
const limit = z.int().min(1).max(1_000_000);
/** Secrets travel there. */
const tokenUrl = z
  .url(expects('httpsAddress'))
  .refine((url) => /^https:\/\/|^http:\/\/(localhost|127\.0\.0\.1|\[::1\])[:/]/.test(url), expects('httpsAddress'));
const oauth2Client = {
  clientId: text,
  scope: text.optional(),
  tokenUrl: tokenUrl.optional().describe('where tokens are fetched; known for Microsoft and Google'),
};

const oauth2 = z.discriminatedUnion('grant', [
  z
    .strictObject({
      grant: z.literal('client-credentials'),
      ...oauth2Client,
      clientSecret: secret,
      tenant: text.optional().describe('Microsoft Entra directory: its id or one of its domains'),
    })
    .refine(({ tenant, tokenUrl }) => tenant !== undefined || tokenUrl !== undefined, {
      path: ['tenant'],
      ...expects('tenantOrTokenUrl'),
    }),
  z.strictObject({
    grant: z.literal('refresh-token'),
    ...oauth2Client,
    clientSecret: secret.optional(),
    refreshToken: secret,
    tenant: text.optional().describe('Microsoft Entra directory: its id or one of its domains'),
  }),
  z.strictObject({
    grant: z.literal('service-account'),
    keyFile: text.describe('JSON key of a Google service account'),
    scope: text.optional(),
  }),
]);

/** A way to a mailbox, as `mailbox.smtp` and each of `mailbox.accounts` give it. */
export const account = z
  .strictObject({
    name: text.max(100).optional().describe('what reports and test-smtp --account call it; default user@host:port'),
    preset: z
      .enum(presetNames)
      .optional()
      .describe('a provider whose host, port and limits are known: docs/presets.md'),
    host: text.optional(),
    port: portNumber.optional().describe('default 465 with tls, 587 with starttls, 25 with none'),
    security: z.enum(['tls', 'starttls', 'none']).optional(),
    user: text.optional(),
    password: secret.optional(),
    oauth2: oauth2.optional().describe('signs in with a token in place of a password'),
    from: email.optional().describe('sender of mails through this account; default mailbox.from'),
    connections: z.int().min(1).max(50).optional().describe('connections at once, of all runs on all hosts; default 3'),
    messagesPerMinute: limit.optional(),
    messagesPerDay: limit.optional().describe('messages within any 24 hours'),
    maxMessageSize: messageSize.optional(),
    caFile: text.optional().describe('PEM file of an own certificate authority'),
  })
  .superRefine((settings, context) => {
    const { preset, user, password, oauth2: token } = settings;
    const fault = (path: string, name: ExpectedText) => {
      context.addIssue({ code: 'custom', path: [path], message: expects(name).error });
    };
    for (const key of ['host', 'security'] as const) {
      if (settings[key] === undefined && (preset === undefined || presets[preset][key] === undefined))
        fault(key, 'noPreset');
    }
    if (password !== undefined && token !== undefined) fault('oauth2', 'passwordOrOauth2');
    if ((user === undefined) !== (password === undefined && token === undefined)) {
      fault(user === undefined ? 'user' : 'password', 'userWithLogin');
    }
    if (
      token?.grant === 'refresh-token' &&
      token.tokenUrl === undefined &&
      token.tenant === undefined &&
      preset !== 'gmail'
    ) {
      fault('oauth2', 'tokenSource');
    }
  });

export type RawAccount = z.output<typeof account>;
