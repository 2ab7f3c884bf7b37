import * as oauth from 'oauth4webapi';
import type { OAuth2Config } from '../../config/index.js';
import { omitUndefined } from '../../omit-undefined.js';
import { NotifyError, reasonOf } from '../../errors/index.js';

export interface AccessToken {
  readonly value: string;
  /** Do not use the token after this time of `performance.now()`. */
  readonly usableUntil: number;
}

const timeoutMs = 10_000;
/** Lifetime of a token if the server states none. */
const defaultLifetimeSeconds = 300;
/** A token is replaced this long before it expires. One that lives less than two minutes is replaced at half its life. */
const expiryMarginSeconds = 60;

/**
 * Requests an access token from the authorisation server.
 * @throws MAILBOX_TOKEN_REFUSED or MAILBOX_TOKEN_UNREACHABLE
 */
export async function requestToken(config: OAuth2Config, user: string): Promise<AccessToken> {
  const server = { issuer: new URL(config.tokenUrl).origin, token_endpoint: config.tokenUrl };
  // The configuration accepts an http: URL only for localhost.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  const options = { [oauth.allowInsecureRequests]: true, signal: () => AbortSignal.timeout(timeoutMs) };
  const scopeParameter = omitUndefined({ scope: config.scope });
  const start = performance.now();
  try {
    const response = await requestTokenByGrant(server, options, config, scopeParameter, user);
    const { access_token: value, expires_in: lifetime = defaultLifetimeSeconds } = response;
    return { value, usableUntil: start + Math.max(lifetime - expiryMarginSeconds, lifetime / 2) * 1000 };
  } catch (error) {
    throw tokenError(config, error);
  }
}

type RequestOptions = Parameters<typeof oauth.genericTokenEndpointRequest>[5];

async function requestTokenByGrant(
  server: oauth.AuthorizationServer,
  options: RequestOptions,
  { grant, tokenUrl }: OAuth2Config,
  scopeParameter: Record<string, string>,
  user: string,
): Promise<oauth.TokenEndpointResponse> {
  if (grant.type === 'service-account') {
    const { assertion } = await import('./assertion.js');
    const client = { client_id: grant.clientEmail };
    const parameters = { assertion: await assertion(grant, tokenUrl, scopeParameter, user) };
    const response = await oauth.genericTokenEndpointRequest(
      server,
      client,
      noClientAuth,
      'urn:ietf:params:oauth:grant-type:jwt-bearer',
      parameters,
      options,
    );
    return oauth.processGenericTokenEndpointResponse(server, client, response);
  }
  const client = { client_id: grant.clientId };
  const authentication =
    grant.clientSecret === undefined ? oauth.None() : oauth.ClientSecretPost(grant.clientSecret.reveal());
  if (grant.type === 'client-credentials') {
    return oauth.processClientCredentialsResponse(
      server,
      client,
      await oauth.clientCredentialsGrantRequest(server, client, authentication, scopeParameter, options),
    );
  }
  return oauth.processRefreshTokenResponse(
    server,
    client,
    await oauth.refreshTokenGrantRequest(server, client, authentication, grant.refreshToken.reveal(), {
      ...options,
      additionalParameters: scopeParameter,
    }),
  );
}

/** A service account authenticates by the signature of its assertion. */
const noClientAuth: oauth.ClientAuth = () => undefined;

/** The error of a failed request. Secrets that the server repeats in its answer are masked. */
function tokenError(config: OAuth2Config, error: unknown): Error {
  const server = config.tokenUrl;
  if (error instanceof oauth.ResponseBodyError && error.status < 500 && error.status !== 429) {
    const reason = maskSecrets(config, `${error.error}: ${error.error_description ?? error.status}`);
    return new NotifyError('MAILBOX_TOKEN_REFUSED', { server, reason: reasonOf(reason) });
  }
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return new NotifyError('MAILBOX_TOKEN_UNREACHABLE', { server, reason: maskSecrets(config, reasonOf(cause)) });
}

function maskSecrets({ grant }: OAuth2Config, text: string): string {
  const secrets =
    grant.type === 'service-account'
      ? [grant.privateKey]
      : [grant.clientSecret, ...(grant.type === 'refresh-token' ? [grant.refreshToken] : [])];
  return secrets.reduce(
    (clean, secret) => (secret === undefined ? clean : clean.replaceAll(secret.reveal(), String(secret))),
    text,
  );
}
