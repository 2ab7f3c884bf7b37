import { NotifyError } from '../../errors/index.js';
import type { Message } from '../../messages/index.js';

/** The error of a connection string that cannot be used. It must repeat nothing of it that could be a password. */
export function settingsError(code: Message['code'], args?: Message['args']): NotifyError {
  return new NotifyError('DATABASE_SETTINGS_INVALID', { reason: args === undefined ? { code } : { code, args } });
}
