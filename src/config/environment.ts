import { omitUndefined } from '../omit-undefined.js';
import type { ConfigIssue } from '../errors/index.js';
import { expectedMessage } from './expected-text.js';

/**
 * Replaces `${NAME}` in every string of a configuration with the environment variable of that name. A setting that a
 * JavaScript file sets to undefined is removed.
 * @param issues receives an issue for each variable that is not set
 */
export function substituteEnvironment(
  value: unknown,
  environment: NodeJS.ProcessEnv,
  issues: ConfigIssue[],
  path = '',
): unknown {
  if (typeof value === 'string') {
    return value.replace(/\$\{(\w+)\}/g, (whole, name: string) => {
      const found = environment[name];
      if (found === undefined) {
        issues.push({ path, found: whole, expected: expectedMessage('variable', { name }) });
      }
      return found ?? whole;
    });
  }
  if (Array.isArray(value)) {
    return value.map((item, index) => substituteEnvironment(item, environment, issues, `${path}[${index}]`));
  }
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(omitUndefined(value)).map(([key, item]) => [
        key,
        substituteEnvironment(item, environment, issues, path === '' ? key : `${path}.${key}`),
      ]),
    );
  }
  return value;
}
