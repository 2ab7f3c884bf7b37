import * as oauth from 'oauth4webapi';
import type { OAuth2Config } from '../../config/index.js';
import { NotifyError, reasonOf } from '../../errors/index.js';
import { assertion } from './assertion.js';

export interface AccessToken {
  readonly value: string;
  /** On the clock of `performance.now()`; a minute before it expires. */
  readonly usableUntil: number;
}

const timeout = 10_000;
/** Seconds a token is used that does not say how long it lasts. */
const shortLife = 300;
/** Seconds before its end from which a token is no longer used; half its life where that is shorter. */
const margin = 60;

/** Asks the authorization server for an access token. @throws MAILBOX_TOKEN_REFUSED or MAILBOX_TOKEN_UNREACHABLE */
export async function requestToken(config: OAuth2Config, user: string): Promise<AccessToken> {
  const server = { issuer: new URL(config.tokenUrl).origin, token_endpoint: config.tokenUrl };
  // Without TLS the configuration admits addresses of this host only.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  const options = { [oauth.allowInsecureRequests]: true, signal: () => AbortSignal.timeout(timeout) };
  const scope = config.scope === undefined ? {} : { scope: config.scope };
  const start = performance.now();
  try {
    const { access_token: value, expires_in: life = shortLife } = await grant(server, options, config, scope, user);
    return { value, usableUntil: start + Math.max(life - margin, life / 2) * 1000 };
  } catch (error) {
    throw failure(config, error);
  }
}

type Options = Parameters<typeof oauth.genericTokenEndpointRequest>[5];

async function grant(
  server: oauth.AuthorizationServer,
  options: Options,
  { grant: by, tokenUrl }: OAuth2Config,
  scope: Record<string, string>,
  user: string,
): Promise<oauth.TokenEndpointResponse> {
  if (by.type === 'service-account') {
    const client = { client_id: by.clientEmail };
    const parameters = { assertion: await assertion(by, tokenUrl, scope, user) };
    const response = await oauth.genericTokenEndpointRequest(
      server,
      client,
      nobody,
      'urn:ietf:params:oauth:grant-type:jwt-bearer',
      parameters,
      options,
    );
    return oauth.processGenericTokenEndpointResponse(server, client, response);
  }
  const client = { client_id: by.clientId };
  const authentication =
    by.clientSecret === undefined ? oauth.None() : oauth.ClientSecretPost(by.clientSecret.reveal());
  if (by.type === 'client-credentials') {
    return oauth.processClientCredentialsResponse(
      server,
      client,
      await oauth.clientCredentialsGrantRequest(server, client, authentication, scope, options),
    );
  }
  return oauth.processRefreshTokenResponse(
    server,
    client,
    await oauth.refreshTokenGrantRequest(server, client, authentication, by.refreshToken.reveal(), {
      ...options,
      additionalParameters: scope,
    }),
  );
}

/** A service account is known by the signature of its assertion. */
const nobody: oauth.ClientAuth = () => undefined;

/** The server's own words, when it refuses; without what it may have repeated of the request. */
function failure(config: OAuth2Config, error: unknown): Error {
  const server = config.tokenUrl;
  if (error instanceof oauth.ResponseBodyError && error.status < 500 && error.status !== 429) {
    const told = withoutSecrets(config, `${error.error}: ${error.error_description ?? error.status}`);
    return new NotifyError('MAILBOX_TOKEN_REFUSED', { server, reason: reasonOf(told) });
  }
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return new NotifyError('MAILBOX_TOKEN_UNREACHABLE', { server, reason: withoutSecrets(config, reasonOf(cause)) });
}

function withoutSecrets({ grant: by }: OAuth2Config, text: string): string {
  const secrets =
    by.type === 'service-account'
      ? [by.privateKey]
      : [by.clientSecret, ...(by.type === 'refresh-token' ? [by.refreshToken] : [])];
  return secrets.reduce(
    (clean, secret) => (secret === undefined ? clean : clean.replaceAll(secret.reveal(), String(secret))),
    text,
  );
}
