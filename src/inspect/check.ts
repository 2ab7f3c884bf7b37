import { asNotifyError, type NotifyError } from '../errors/index.js';
import type { Message, MessageArguments, MessageCode } from '../messages/index.js';

export type CheckId =
  | 'config'
  | 'files'
  | 'log'
  | 'metrics'
  | 'database'
  | 'server'
  | 'clock'
  | 'state'
  | 'lock'
  | 'contract'
  | 'rights'
  | 'statements'
  | 'data'
  | 'last-run'
  | 'queue'
  | 'held-plans'
  | 'since'
  | 'mailbox'
  | 'templates';

/** Result of one check of `run --check`. */
export type Check = { readonly check: CheckId } & (
  | { readonly state: 'ok' | 'warning' | 'skipped'; readonly found: Message }
  | { readonly state: 'fault'; readonly error: NotifyError }
);

type CheckMessage = MessageCode extends infer Code ? (Code extends `check.found.${infer Name}` ? Name : never) : never;

/** Creates the result of a check that passed. */
export function ok(check: CheckId, found: CheckMessage, args: MessageArguments = {}): Check {
  return { check, state: 'ok', found: { code: `check.found.${found}`, args } };
}

/** Creates the result of a check that found a problem without an error. */
export function warning(check: CheckId, found: CheckMessage, args: MessageArguments = {}): Check {
  return { check, state: 'warning', found: { code: `check.found.${found}`, args } };
}

/** Creates the result of a check that could not be made. */
export function skipped(check: CheckId, found: CheckMessage): Check {
  return { check, state: 'skipped', found: { code: `check.found.${found}` } };
}

/** Runs one check. An error becomes its result. */
export async function runCheck(check: CheckId, run: () => Promise<Check>): Promise<Check> {
  try {
    return await run();
  } catch (error) {
    return { check, state: 'fault', error: asNotifyError(error) };
  }
}
