import { formatArgument, type MessageArgument } from '../messages/index.js';

/** One of several things that are wrong at once. */
export interface Issue {
  readonly found: MessageArgument;
  readonly expected: MessageArgument;
}

/** The issue as it stands in JSON. */
export function issueInEnglish<Of extends Issue>(issue: Of) {
  return {
    ...issue,
    found: formatArgument(issue.found, 'en'),
    expected: formatArgument(issue.expected, 'en'),
  };
}
