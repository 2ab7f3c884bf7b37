import type { DiagnosisPhase } from '../phases.js';

/** A known reply of mail servers, with the public page that quotes it. */
export interface KnownReply<Hint extends string = string> {
  readonly hint: Hint;
  /** Provider or server software. */
  readonly provider: string;
  readonly phases: readonly DiagnosisPhase[];
  /** Matches the reply with its lines joined. */
  readonly pattern: RegExp;
  /** As the page quotes it. Addresses of people are replaced. */
  readonly reply: string;
  readonly source: string;
}

/** Keeps each hint as a literal type, so that a hint without texts does not compile. */
export const defineReplies = <Hint extends string>(replies: readonly KnownReply<Hint>[]) => replies;

/** @returns the address of an issue or pull request, such as `nodemailer/nodemailer/issues/1484` */
export const github = (issue: string) => `https://github.com/${issue}`;
export const microsoft = 'Microsoft 365';

/** Phases in which a server gives a reply. */
export const login = ['auth'] as const;
export const sender = ['mail', 'rcpt', 'message'] as const;
export const anywhere = ['banner', 'ehlo', 'auth', 'mail', 'rcpt', 'message'] as const;
