import type { SmtpConfig } from '../config/index.js';
import { tokensOf } from './oauth2/tokens.js';

/** Masks secrets in what a server says, in every form in which it may repeat what it heard. */
export function maskSecrets(text: string, secrets: readonly string[], mark = '***'): string {
  // Longest first, because one form may contain another.
  return secrets
    .flatMap(formsOf)
    .sort((a, b) => b.length - a.length)
    .reduce((masked, form) => masked.replaceAll(form, mark), text);
}

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

function formsOf(secret: string): string[] {
  if (secret === '') return [];
  const bytes = Buffer.from(secret, 'utf8');
  const percent = encodeURIComponent(secret);
  const forms = [
    secret,
    percent,
    percent.toLowerCase(),
    new URLSearchParams({ '': secret }).toString().slice(1),
    JSON.stringify(secret).slice(1, -1),
    bytes.toString('base64'),
    bytes.toString('base64url'),
  ];
  return [...new Set(forms)];
}
