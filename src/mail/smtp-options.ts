import type { SmtpConfig } from '../config/index.js';
import { omitUndefined } from '../omit-undefined.js';
import { longestDelivery, replyLimits } from './limits.js';
import type { Tokens } from './oauth2/tokens.js';

/** Returns nodemailer's settings for an account. With `starttls`, a server that does not offer it is refused. */
export function smtpOptions(account: SmtpConfig) {
  const { host, port, security, ca, ehloName } = account;
  const timeout = longestDelivery(account);
  return {
    host,
    port,
    ...omitUndefined({ name: ehloName }),
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    // nodemailer's own timers count silence, and come after those of a phase (`ConversationGuard`).
    connectionTimeout: timeout,
    greetingTimeout: timeout,
    socketTimeout: timeout,
    socketCloseTimeout: 0,
    maxResponseSize: replyLimits.bytes,
    tls: { ...omitUndefined({ ca }), rejectUnauthorized: true },
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
