import type { Check } from '../../src/inspect/check.js';
import { formatMessage } from '../../src/messages/index.js';

/** What `--check` prints of a check in English. */
export function checkText(check: Check): string {
  if (check.state !== 'fault') return formatMessage(check.found, 'en');
  const { issues = [] } = check.error as { issues?: readonly object[] };
  return `${check.error.code} ${check.error.message} ${JSON.stringify(issues)}`;
}
