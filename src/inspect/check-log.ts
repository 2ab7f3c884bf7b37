import { closeSync, lstatSync, readlinkSync, statSync } from 'node:fs';
import { access } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { LogFileConfig } from '../config/index.js';
import { ExitCode, fileReasonOf, NotifyError } from '../errors/index.js';
import { refuseForeignLink } from '../foreign-link.js';
import { openLog } from '../open-log.js';
import { checkWritableFolder } from '../writable-folder.js';
import { ok, type Check } from './check.js';

/** Checks that a run could append to the log file. Does not create it. @throws NotifyError LOG_UNWRITABLE */
export async function checkLog({ file }: LogFileConfig): Promise<Check> {
  try {
    refuseForeignLink(dirname(file));
    await checkAppending(file);
  } catch (error) {
    throw new NotifyError('LOG_UNWRITABLE', { file, reason: fileReasonOf(error) }, { cause: error });
  }
  return ok('log', 'log', { file });
}

async function checkAppending(file: string): Promise<void> {
  try {
    closeSync(openLog(file, { isCreated: false }));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    const isLink = lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() === true;
    if (!isLink) return checkWritableFolder(dirname(file));
    // A run creates the target of a link, but not the target's folder.
    const folder = dirname(resolve(dirname(file), readlinkSync(file)));
    await access(folder);
    return checkWritableFolder(folder);
  }
}

/** Checks that a run could replace the metrics file. @throws NotifyError METRICS_UNWRITABLE */
export async function checkMetrics(file: string): Promise<Check> {
  try {
    refuseForeignLink(dirname(file));
    await access(dirname(file));
    await checkWritableFolder(dirname(file));
    if (statSync(file, { throwIfNoEntry: false })?.isDirectory() === true) throw new Error(`${file} is a folder`);
  } catch (error) {
    const args = { file, reason: fileReasonOf(error) };
    throw new NotifyError('METRICS_UNWRITABLE', args, { cause: error, exitCode: ExitCode.configuration });
  }
  return ok('metrics', 'log', { file });
}
