import { formatArgument, type MessageArgument } from '../messages/index.js';

/** One of the problems that an error lists. */
export interface Issue {
  readonly found: MessageArgument;
  readonly expected: MessageArgument;
}

/** The issue with its texts in English, for JSON. */
export function issueInEnglish<Of extends Issue>(issue: Of) {
  return {
    ...issue,
    found: formatArgument(issue.found, 'en'),
    expected: formatArgument(issue.expected, 'en'),
  };
}
