import type { ConfigIssue } from '../errors/index.js';
import { containsSecret } from '../secret-shapes.js';
import { expectedMessage } from './expected-text.js';
import { formatPath } from './format-path.js';

/** Settings that hold a secret, or a group that does. */
const secretSettings: ReadonlySet<string> = new Set([
  'database',
  'connection',
  'smtp',
  'accounts',
  'password',
  'oauth2',
  'clientSecret',
  'refreshToken',
  'healthcheckUrl',
]);

/** True if the text of a setting may be a secret, also if a text stands where a group is expected. */
export function mayBeSecret(path: readonly PropertyKey[]): boolean {
  return secretSettings.has(String(path.findLast((key) => typeof key === 'string')));
}

/**
 * Finds texts with a password or private key in settings that are not secret. Such a setting would be printed, as the
 * host name of a mail server is.
 * @param value the configuration, or a part of it, after variables were replaced
 */
export function findMisplacedSecrets(value: unknown, path: readonly PropertyKey[] = []): ConfigIssue[] {
  if (typeof value === 'string')
    return mayBeSecret(path) || !containsSecret(value)
      ? []
      : [{ path: formatPath(path), found: { code: 'config.found.secret' }, expected: expectedMessage('noSecret') }];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, item]) =>
    findMisplacedSecrets(item, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}
