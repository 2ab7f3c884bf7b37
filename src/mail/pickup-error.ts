import { ExitCode, fileReasonOf, NotifyError } from '../errors/index.js';

/** A full disk or too many open files: a later run may succeed without any change. */
const temporary = ['ENOSPC', 'EDQUOT', 'EMFILE', 'ENFILE', 'EIO'];

/** The error of a pickup folder that cannot be created or written: exit code 75 if it may pass, otherwise 78. */
export function pickupUnwritable(directory: string, cause: unknown): NotifyError {
  const isTemporary = temporary.includes((cause as NodeJS.ErrnoException).code ?? '');
  return new NotifyError(
    'PICKUP_UNWRITABLE',
    { directory, reason: fileReasonOf(cause) },
    { cause, exitCode: isTemporary ? ExitCode.unavailable : ExitCode.configuration },
  );
}
