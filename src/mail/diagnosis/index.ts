export { diagnose } from './diagnose.js';
export { causeOf, nextStepOf } from './hints.js';
export type { DiagnosisPhase } from './phases.js';
export type { Diagnosis, DiagnosisObserver, PhaseReport } from './report.js';
export type { TranscriptLine } from './transcript.js';
