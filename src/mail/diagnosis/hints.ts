import type { MessageCode } from '../../messages/index.js';
import type { DiagnosisPhase } from './phases.js';
import { cutReply } from '../reply-text.js';
import { knownErrors, type ErrorHint } from './known-errors.js';
import { knownReplies, type ReplyHint } from './known-replies/index.js';

/** Why a phase failed and what to do: `testSmtp.hint.<code>` in the catalogues has a cause and a next step. */
export type HintCode = ReplyHint | ErrorHint | 'token' | 'token-refused' | 'pipelining' | 'other';

export interface Hint {
  readonly code: HintCode;
  /** URL of the page that quotes the reply. */
  readonly source?: string;
}

export const causeOf = ({ code }: Hint): MessageCode => `testSmtp.hint.${code}.cause`;
export const nextStepOf = ({ code }: Hint): MessageCode => `testSmtp.hint.${code}.step`;

/** Returns the hint for a server's reply; `other` if the reply is not known. */
export function hintForReply(phase: DiagnosisPhase, reply: string): Hint {
  const text = cutReply(reply).replace(/\s*\n\d{3}[ -](?:\d\.\d{1,3}\.\d{1,3} ?)?/g, ' ');
  const known = knownReplies.find(({ phases, pattern }) => phases.includes(phase) && pattern.test(text));
  return known === undefined ? { code: 'other' } : { code: known.hint, source: known.source };
}

/**
 * Returns the hint for an error without a reply; `other` if it is not known.
 * @param error code and text of Node's error
 */
export function hintForError(phase: DiagnosisPhase, error: string): Hint {
  const text = cutReply(error);
  const known = knownErrors.find(({ phases, pattern }) => phases.includes(phase) && pattern.test(text));
  return { code: known?.hint ?? 'other' };
}
