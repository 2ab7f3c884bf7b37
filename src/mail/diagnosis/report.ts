import type { ExitCode, NotifyError } from '../../errors/index.js';
import type { Message } from '../../messages/index.js';
import type { Reply } from '../mailer.js';
import type { ReplyClass } from '../reply-class.js';
import type { Hint } from './hints.js';
import type { DiagnosisPhase, PhaseFacts } from './phases.js';
import type { TranscriptLine } from './transcript.js';

/** One phase that came to its end. */
export type PhaseReport = {
  [Phase in DiagnosisPhase]: {
    readonly phase: Phase;
    readonly ok: boolean;
    readonly milliseconds: number;
    readonly facts: PhaseFacts[Phase];
    /** The server's words, or the fault where it said none. */
    readonly reply?: Reply;
    readonly hint?: Hint;
  };
}[DiagnosisPhase];

/** Who looks on while an account is tested. */
export interface DiagnosisObserver {
  phase(report: PhaseReport): void;
  line(line: TranscriptLine): void;
}

/** How the test of an account ended. */
export interface Diagnosis {
  readonly exitCode: ExitCode;
  /** The last phase that was wanted. */
  readonly until?: DiagnosisPhase;
  /** The phase that failed. */
  readonly failed?: DiagnosisPhase;
  /** What stops this account, as a run would say it. */
  readonly error?: NotifyError;
  /** What the reply to the message or the envelope means; absent if the test ended before the envelope. */
  readonly replyClass?: ReplyClass;
  /** What works and should not stay so. */
  readonly warnings: readonly Message[];
}
