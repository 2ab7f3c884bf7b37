import type { Message } from '../messages/index.js';
import { issueInEnglish, type Issue } from './issue.js';
import { NotifyError } from './notify-error.js';

export interface ConfigIssue extends Issue {
  /** Dotted path of the setting, empty for the whole file. */
  readonly path: string;
  /** The known name or value that was probably meant. */
  readonly suggestion?: string;
}

/** The configuration file is valid JSON but does not match the schema. Lists all issues. */
export class ConfigInvalidError extends NotifyError {
  constructor(
    file: string,
    readonly issues: readonly ConfigIssue[],
  ) {
    super('CONFIG_INVALID', { file, count: issues.length, issues: issues.map(issueLine) });
  }

  override toJSON() {
    return { ...super.toJSON(), issues: this.issues.map(issueInEnglish) };
  }
}

function issueLine({ path, found, expected, suggestion }: ConfigIssue): Message {
  const setting = path === '' ? ({ code: 'config.wholeFile' } as const) : path;
  return suggestion === undefined
    ? { code: 'config.issue', args: { setting, found, expected } }
    : { code: 'config.issueMeant', args: { setting, found, expected, suggestion } };
}
