import type { Message } from '../messages/index.js';
import { issueInEnglish, type Issue } from './issue.js';
import { NotifyError } from './notify-error.js';

export interface ContractIssue extends Issue {
  readonly view: string;
  /** Absent when the whole view is missing. */
  readonly column?: string;
}

/** Views or columns of the source contract are missing or have another type. Lists all issues. */
export class SourceContractError extends NotifyError {
  constructor(readonly issues: readonly ContractIssue[]) {
    super('SOURCE_CONTRACT_BROKEN', { count: issues.length, issues: issues.map(issueLine) });
  }

  override toJSON() {
    return { ...super.toJSON(), issues: this.issues.map(issueInEnglish) };
  }
}

function issueLine({ view, column, expected, found }: ContractIssue): Message {
  return { code: 'contract.issue', args: { name: column === undefined ? view : `${view}.${column}`, found, expected } };
}
