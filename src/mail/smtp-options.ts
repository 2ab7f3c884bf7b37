import type { SmtpConfig } from '../config/index.js';
import { defined } from '../defined.js';
import { smtpTimeouts } from './limits.js';
import type { Tokens } from './oauth2/tokens.js';

/**
 * Settings of nodemailer for an account. With `starttls` a server that does not offer it is refused.
 * @param tokens where an account with OAuth2 gets its access token
 */
export function smtpOptions({ host, port, security, login, ca }: SmtpConfig, tokens: Tokens | undefined) {
  return {
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    ...smtpTimeouts,
    ...defined({
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

/** nodemailer asks again with `renew` when the server answers a token with a challenge, as Google does. */
export function provision(tokens: Tokens) {
  return (_user: string, renew: boolean, done: (error: Error | null, token?: string) => void): void => {
    (renew ? tokens.renewed() : tokens.token()).then((token) => {
      done(null, token);
    }, done);
  };
}
