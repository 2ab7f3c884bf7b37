import { NotifyError, reasonOf } from '../../errors/index.js';
import type { MessageCode } from '../../messages/index.js';

/**
 * Imports a module that loads libsql.
 * @throws SQLITE_DRIVER_UNUSABLE if libsql has no binary for this system, or a library that the binary needs is missing
 */
export async function loadSqliteDriver<Module>(load: () => Promise<Module>): Promise<Module> {
  try {
    return await load();
  } catch (error) {
    if (!isDriverError(error)) throw error;
    const system = `${process.platform} ${process.arch}`;
    const args = { system, reason: reasonOf(error), remedy: { code: remedyFor(error) } };
    throw new NotifyError('SQLITE_DRIVER_UNUSABLE', args, { cause: error });
  }
}

function isDriverError(error: unknown): error is NodeJS.ErrnoException {
  if (!(error instanceof Error)) return false;
  const isMissing = 'code' in error && ['ERR_DLOPEN_FAILED', 'MODULE_NOT_FOUND'].includes(String(error.code));
  // libsql's loader throws errors of this form on systems that it does not know.
  return isMissing || error.message.startsWith('Neon: unsupported');
}

function remedyFor(error: NodeJS.ErrnoException): MessageCode {
  if (process.platform === 'win32' && process.arch !== 'x64') return 'database.sqliteRemedy.x64';
  if (error.code !== 'ERR_DLOPEN_FAILED') return 'database.sqliteRemedy.reinstall';
  return process.platform === 'win32' ? 'database.sqliteRemedy.redistributable' : 'database.sqliteRemedy.library';
}
