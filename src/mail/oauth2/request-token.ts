import * as oauth from 'oauth4webapi';
import type { OAuth2Config } from '../../config/index.js';
import { omitUndefined } from '../../omit-undefined.js';
import { boundedFetch } from '../../bounded-fetch.js';
import { NotifyError, reasonOf } from '../../errors/index.js';
import { maskSecrets } from '../mask-secrets.js';
import { cutReply } from '../reply-text.js';

export interface AccessToken {
  readonly value: string;
  /** Do not use the token after this time of `performance.now()`. */
  readonly usableUntil: number;
}

/** Answers have a few kilobytes. */
const limits = { timeoutMs: 10_000, maxBytes: 65_536 };
/** Lifetime of a token if the server states none. */
const defaultLifetimeSeconds = 300;
/**
 * A token is replaced this long before it expires. One that lives less than two minutes is replaced at half its life.
 */
const expiryMarginSeconds = 60;

/**
 * Requests an access token from the authorisation server.
 * @throws MAILBOX_TOKEN_REFUSED or MAILBOX_TOKEN_UNREACHABLE
 */
export async function requestToken(config: OAuth2Config, user: string): Promise<AccessToken> {
  const server = { issuer: new URL(config.tokenUrl).origin, token_endpoint: config.tokenUrl };
  // The configuration accepts an http: URL only for localhost.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  const insecure = { [oauth.allowInsecureRequests]: true };
  let status: number | undefined;
  const options = {
    ...insecure,
    // Without its challenge, which some servers add to a refusal, the answer is read like any other.
    [oauth.customFetch]: async (url: string, init: RequestInit) => {
      const response = await boundedFetch(url, init, limits);
      status = response.status;
      return response;
    },
  };
  const secrets = secretsOf(config);
  const scopeParameter = omitUndefined({ scope: config.scope });
  const start = performance.now();
  try {
    const response = await requestTokenByGrant(server, options, config, scopeParameter, user, secrets);
    const { access_token: value, expires_in: lifetime = defaultLifetimeSeconds } = response;
    return { value, usableUntil: start + Math.max(lifetime - expiryMarginSeconds, lifetime / 2) * 1000 };
  } catch (error) {
    throw tokenError(config.tokenUrl, error, status, secrets);
  }
}

type RequestOptions = Parameters<typeof oauth.genericTokenEndpointRequest>[5];

async function requestTokenByGrant(
  server: oauth.AuthorizationServer,
  options: RequestOptions,
  { grant, tokenUrl }: OAuth2Config,
  scopeParameter: Record<string, string>,
  user: string,
  secrets: string[],
): Promise<oauth.TokenEndpointResponse> {
  if (grant.type === 'service-account') {
    const { assertion: sign } = await import('./assertion.js');
    const client = { client_id: grant.clientEmail };
    const assertion = await sign(grant, tokenUrl, scopeParameter, user);
    secrets.push(assertion);
    const response = await oauth.genericTokenEndpointRequest(
      server,
      client,
      noClientAuth,
      'urn:ietf:params:oauth:grant-type:jwt-bearer',
      { assertion },
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
function tokenError(
  server: string,
  error: unknown,
  status: number | undefined,
  secrets: readonly string[],
): NotifyError {
  const answer = status === undefined ? '' : `HTTP ${status}, `;
  const mask = (reason: string) => answer + cutReply(maskSecrets(reason, secrets, '[secret]'));
  if (error instanceof oauth.ResponseBodyError && error.status < 500 && error.status !== 429) {
    const description = error.error_description === undefined ? '' : `: ${error.error_description}`;
    const reason = mask(error.error + description);
    return new NotifyError('MAILBOX_TOKEN_REFUSED', { server, reason });
  }
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return new NotifyError('MAILBOX_TOKEN_UNREACHABLE', { server, reason: mask(reasonOf(cause)) });
}

function secretsOf({ grant }: OAuth2Config): string[] {
  const secrets =
    grant.type === 'service-account'
      ? [grant.privateKey]
      : [grant.clientSecret, ...(grant.type === 'refresh-token' ? [grant.refreshToken] : [])];
  return secrets.filter((secret) => secret !== undefined).map((secret) => secret.reveal());
}
