import type { SmtpConfig } from '../config/index.js';
import { omitUndefined } from '../omit-undefined.js';
import { smtpTimeouts } from './limits.js';
import type { Tokens } from './oauth2/tokens.js';

/**
 * Returns nodemailer's settings for an account. With `starttls`, a server that does not offer it is refused.
 * @param tokens the access tokens of an account with OAuth2
 */
export function smtpOptions({ host, port, security, login, ca }: SmtpConfig, tokens: Tokens | undefined) {
  return {
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    ...smtpTimeouts,
    ...omitUndefined({
      auth:
        login === undefined
          ? undefined
          : 'password' in login
            ? { user: login.user, pass: login.password.reveal() }
            : { type: 'OAuth2' as const, user: login.user, provisionCallback: provision(tokens!) },
      tls: ca === undefined ? undefined : { ca },
    }),
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/**
 * Returns nodemailer's token callback. nodemailer calls it with `renew` if the server answers a token with a challenge,
 * as Google does.
 */
export function provision(tokens: Tokens) {
  return (_user: string, isRefused: boolean, done: (error: Error | null, token?: string) => void): void => {
    (isRefused ? tokens.renew() : tokens.token()).then((token) => {
      done(null, token);
    }, done);
  };
}
