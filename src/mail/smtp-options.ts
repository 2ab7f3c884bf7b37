import type { SmtpConfig } from '../config/index.js';
import { smtpTimeouts } from './limits.js';

/** Settings of nodemailer for an account. With `starttls` a server that does not offer it is refused. */
export function smtpOptions({ host, port, security, login, ca }: SmtpConfig) {
  return {
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    ...smtpTimeouts,
    ...(login === undefined ? {} : { auth: { user: login.user, pass: login.password.reveal() } }),
    ...(ca === undefined ? {} : { tls: { ca } }),
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

export function accountName({ host, port, login }: SmtpConfig): string {
  return `${login === undefined ? '' : `${login.user}@`}${host}:${port}`;
}
