import { z } from 'zod';
import { omitUndefined } from '../omit-undefined.js';
import { addIssue, expectedError } from './expected-text.js';
import { safeAddress, text } from './fields.js';
import type { FileFields } from './files.js';
import { Secret } from './secret.js';

const googleTokenUrl = 'https://oauth2.googleapis.com/token';
const googleScope = 'https://mail.google.com/';
/**
 * Scope of application permissions:
 * https://learn.microsoft.com/en-us/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth
 */
const microsoftScope = 'https://outlook.office365.com/.default';

function isSafe(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, username, password } = new URL(address);
  const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  return (protocol === 'https:' || (protocol === 'http:' && isLocal)) && username === '' && password === '';
}

const tokenUrl = z
  .string()
  .regex(safeAddress, expectedError('httpsAddress'))
  .refine(isSafe, expectedError('httpsAddress'));
const grant = <Grant extends string>(name: Grant) => z.literal(name).describe('how a token is obtained');
const scope = text.exactOptional().describe('the rights that a token has; known for Microsoft and Google');
const client = {
  clientId: text.describe('id of the application'),
  scope,
  tokenUrl: tokenUrl.exactOptional().describe('URL that issues tokens; known for Microsoft and Google'),
};
const tenant = text.exactOptional().describe('Microsoft Entra directory: its id or one of its domains');

/** The fields of a Google service account's key file that are needed to sign in. */
const serviceAccountKey = z.object({
  client_email: z.string().min(1),
  private_key: z.string().includes('PRIVATE KEY'),
  token_uri: z.url().refine(isSafe),
});

export type OAuth2Settings = z.output<ReturnType<typeof oauth2Schema>>;

/** Schema of an account's `oauth2`, by grant type. */
export function oauth2Schema({ secretContent, secret }: FileFields) {
  const keyFile = secretContent.transform((json, context) => {
    const parsed = serviceAccountKey.safeParse(parseJson(json));
    if (parsed.success) return parsed.data;
    addIssue(context, expectedError('serviceAccountKey').error, { found: { code: 'config.found.other' } });
    return z.NEVER;
  });
  return z.discriminatedUnion('grant', [
    z
      .strictObject({ grant: grant('client-credentials'), ...client, clientSecret: secret, tenant })
      .refine((settings) => settings.tenant !== undefined || settings.tokenUrl !== undefined, {
        path: ['tenant'],
        ...expectedError('tenantOrTokenUrl'),
      })
      .meta({ anyOf: [{ required: ['tenant'] }, { required: ['tokenUrl'] }] }),
    z.strictObject({
      grant: grant('refresh-token'),
      ...client,
      clientSecret: secret.exactOptional(),
      refreshToken: secret,
      tenant,
    }),
    z.strictObject({
      grant: grant('service-account'),
      keyFile: keyFile.describe('JSON key of a Google service account'),
      scope,
    }),
  ]);
}

const defaultScopes: Readonly<Partial<Record<OAuth2Settings['grant'], string>>> = {
  'client-credentials': microsoftScope,
  'service-account': googleScope,
};

/** Fills in the token URL and scope of the provider, and wraps the secrets of the grant. */
export function buildTokenSource(settings: OAuth2Settings) {
  return {
    tokenUrl:
      settings.grant === 'service-account'
        ? settings.keyFile.token_uri
        : (settings.tokenUrl ?? defaultTokenUrl(settings.tenant)),
    ...omitUndefined({ scope: settings.scope ?? defaultScopes[settings.grant] }),
    grant: buildGrant(settings),
  };
}

function buildGrant(settings: OAuth2Settings) {
  if (settings.grant === 'service-account') {
    const { client_email: clientEmail, private_key: privateKey } = settings.keyFile;
    return { type: settings.grant, clientEmail, privateKey: new Secret(privateKey) };
  }
  const { clientId, clientSecret } = settings;
  return settings.grant === 'client-credentials'
    ? { type: settings.grant, clientId, clientSecret: settings.clientSecret }
    : { type: settings.grant, clientId, refreshToken: settings.refreshToken, ...omitUndefined({ clientSecret }) };
}

function defaultTokenUrl(directory: string | undefined): string {
  return directory === undefined
    ? googleTokenUrl
    : `https://login.microsoftonline.com/${encodeURIComponent(directory)}/oauth2/v2.0/token`;
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
