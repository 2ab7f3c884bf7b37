import { z } from 'zod';
import { omitUndefined } from '../omit-undefined.js';
import { addIssue, expectedError, type ExpectedText } from './expected-text.js';
import { fullHostName, hostName, messageSize, portNumber, senderEmail, shortText, text } from './fields.js';
import type { FileFields } from './files.js';
import { oauth2Schema, buildTokenSource, type OAuth2Settings } from './oauth2-schema.js';
import { presetNames, presets, type Preset } from './presets.js';
import type { Secret } from './secret.js';
import { timeoutsSchema } from './timeouts.js';

const defaultPorts = { tls: 465, starttls: 587, none: 25 } as const;
const defaultConnections = 3;

const limit = z.int().min(1).max(1_000_000);

const accountFieldsSchema = (fields: FileFields) =>
  z.strictObject({
    name: shortText.exactOptional().describe('name in reports and for test-smtp --account; default user@host:port'),
    preset: z
      .enum(presetNames)
      .exactOptional()
      .describe('a provider with known host, port and limits: docs/presets.md'),
    host: hostName.exactOptional().describe('the mail server'),
    port: portNumber.exactOptional().describe('default 465 with tls, 587 with starttls, 25 with none'),
    security: z
      .enum(['tls', 'starttls', 'none'])
      .exactOptional()
      .describe('encryption: from the start (tls), after the command STARTTLS (starttls), or none'),
    user: text.exactOptional().describe('login of the mailbox'),
    password: fields.secret.exactOptional(),
    oauth2: oauth2Schema(fields).exactOptional().describe('signs in with a token instead of a password'),
    from: senderEmail.exactOptional().describe('sender of mails through this account; default mailbox.from'),
    connections: z
      .int()
      .min(1)
      .max(50)
      .exactOptional()
      .describe('maximum simultaneous connections of all runs on all hosts; default 3'),
    messagesPerMinute: limit.exactOptional().describe('maximum messages a minute'),
    messagesPerDay: limit.exactOptional().describe('maximum messages in any 24 hours'),
    maxMessageSize: messageSize.exactOptional(),
    caFile: fields.certificates.exactOptional().describe('PEM file of a private certificate authority'),
    ehloName: fullHostName.exactOptional().describe('name in EHLO; default the name of this host'),
    pipelining: z
      .boolean()
      .prefault(true)
      .describe('false sends one command at a time to a server that offers PIPELINING but does not keep to it'),
    timeouts: timeoutsSchema.describe(
      'how long each step may take, from 1 second to 1 hour; by default what RFC 5321 asks for',
    ),
  });

type Account = z.output<ReturnType<typeof accountFieldsSchema>>;

/** Schema of an account at a mail server: `mailbox.smtp` and each of `mailbox.accounts`. */
export function accountSchema(fields: FileFields) {
  return accountFieldsSchema(fields).superRefine(checkLogin).transform(fillDefaults).meta({ allOf: loginRules });
}

const has = (...names: string[]) => ({ required: names });
const presetsWith = (key: 'host' | 'security') => presetNames.filter((name) => presets[name][key] !== undefined);
const refreshToken = { required: ['grant'], properties: { grant: { const: 'refresh-token' } } };

/** `checkLogin` as JSON Schema. */
const loginRules = [
  ...(['host', 'security'] as const).map((key) => ({
    anyOf: [has(key), { ...has('preset'), properties: { preset: { enum: presetsWith(key) } } }],
  })),
  { not: has('password', 'oauth2') },
  {
    anyOf: [
      { ...has('user'), anyOf: [has('password'), has('oauth2')] },
      { not: { anyOf: [has('user'), has('password'), has('oauth2')] } },
    ],
  },
  {
    anyOf: [
      { not: { ...has('oauth2'), properties: { oauth2: refreshToken } } },
      { properties: { oauth2: { anyOf: [has('tokenUrl'), has('tenant')] } } },
      { ...has('preset'), properties: { preset: { const: 'gmail' } } },
    ],
  },
];

function checkLogin({ preset, user, password, oauth2: token, ...own }: Account, context: z.RefinementCtx): void {
  const addSettingIssue = (path: string, name: ExpectedText) => {
    addIssue(context, expectedError(name).error, {}, [path]);
  };
  for (const key of ['host', 'security'] as const) {
    if (own[key] === undefined && (preset === undefined || presets[preset][key] === undefined))
      addSettingIssue(key, 'noPreset');
  }
  if (password !== undefined && token !== undefined) addSettingIssue('oauth2', 'passwordOrOauth2');
  if ((user === undefined) !== (password === undefined && token === undefined)) {
    addSettingIssue(user === undefined ? 'user' : 'password', 'userWithLogin');
  }
  if (
    token?.grant === 'refresh-token' &&
    token.tokenUrl === undefined &&
    token.tenant === undefined &&
    preset !== 'gmail'
  ) {
    addSettingIssue('oauth2', 'tokenSource');
  }
}

/** Fills in values of the preset and defaults. `checkLogin` has checked that host and security are set. */
function fillDefaults({ preset: presetName, user, password, oauth2: token, caFile, ...own }: Account) {
  const preset: Partial<Preset> = presetName === undefined ? {} : presets[presetName];
  const host = own.host ?? preset.host!;
  const port = own.port ?? (own.security === undefined ? preset.port! : defaultPorts[own.security]);
  return {
    ...own,
    host,
    port,
    security: own.security ?? preset.security!,
    /** Key of the quota counters, shown in reports and attempts. Contains no secret. */
    name: own.name ?? `${user === undefined ? '' : `${user}@`}${host}:${port}`,
    connections: own.connections ?? preset.connections?.value ?? defaultConnections,
    ...omitUndefined({
      login: user === undefined ? undefined : buildLogin(user, password, token),
      messagesPerMinute: own.messagesPerMinute ?? preset.messagesPerMinute?.value,
      messagesPerDay: own.messagesPerDay ?? preset.messagesPerDay?.value,
      /** Bytes. */
      maxMessageSize: own.maxMessageSize ?? preset.maxMessageSize?.value,
      ca: caFile,
    }),
  };
}

function buildLogin(user: string, password: Secret | undefined, token: OAuth2Settings | undefined) {
  return password === undefined ? { user, oauth2: buildTokenSource(token!) } : { user, password };
}
