import type { SmtpConfig } from '../config/index.js';
import { maskSecrets } from './mask-secrets.js';
import { tokensOf } from './oauth2/tokens.js';

/** Returns a function that masks an account's secrets, also the access tokens that it gets later. */
export function maskOf(account: SmtpConfig): (text: string) => string {
  const { login } = account;
  if (login === undefined) return (text) => text;
  if ('password' in login) {
    const password = login.password.reveal();
    return (text) => maskSecrets(text, [`\0${login.user}\0${password}`, password]);
  }
  const tokens = tokensOf(account);
  return (text) =>
    maskSecrets(
      text,
      (tokens?.issued ?? []).flatMap((token) => [`user=${login.user}\x01auth=Bearer ${token}\x01\x01`, token]),
    );
}
