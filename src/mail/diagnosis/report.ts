import type { ExitCode, NotifyError } from '../../errors/index.js';
import type { Message } from '../../messages/index.js';
import type { Reply } from '../mailer.js';
import type { ReplyClass } from '../reply-class.js';
import type { Hint } from './hints.js';
import type { DiagnosisPhase, PhaseFacts } from './phases.js';
import type { TranscriptLine } from './transcript.js';

/** The result of one phase. */
export type PhaseReport = {
  [Phase in DiagnosisPhase]: {
    readonly phase: Phase;
    readonly ok: boolean;
    readonly milliseconds: number;
    readonly facts: PhaseFacts[Phase];
    /** The server's reply, or the error's text if there was none. */
    readonly reply?: Reply;
    readonly hint?: Hint;
  };
}[DiagnosisPhase];

/** Receives the phases and the lines of the conversation while an account is tested. */
export interface DiagnosisObserver {
  phase(report: PhaseReport): void;
  line(line: TranscriptLine): void;
}

/** The result of the test of an account. */
export interface Diagnosis {
  readonly exitCode: ExitCode;
  /** The last requested phase. */
  readonly until?: DiagnosisPhase;
  /** The phase that failed. */
  readonly failed?: DiagnosisPhase;
  /** Milliseconds after which the test's own limit ended it; `failed` is the phase that was running. */
  readonly cutOffMs?: number;
  /** The error that a run would report for this account. */
  readonly error?: NotifyError;
  /** Class of the reply to the message or the envelope; absent if the test ended before the envelope. */
  readonly replyClass?: ReplyClass;
  /** What works but should be changed. */
  readonly warnings: readonly Message[];
}
