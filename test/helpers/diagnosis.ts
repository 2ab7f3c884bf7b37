import { Secret, type SmtpConfig } from '../../src/config/index.js';
import { diagnose } from '../../src/mail/diagnosis/diagnose.js';
import type { Diagnosis, PhaseReport } from '../../src/mail/diagnosis/report.js';
import type { DiagnosisPhase } from '../../src/mail/diagnosis/phases.js';
import type { TranscriptLine } from '../../src/mail/diagnosis/transcript.js';
import type { DiagnosisOptions } from '../../src/mail/diagnosis/diagnose.js';

export interface RecordedDiagnosis extends Diagnosis {
  readonly phases: readonly PhaseReport[];
  readonly lines: readonly TranscriptLine[];
}

export const password = 'tajne-Hasło-7';

export function account(port: number, more: Partial<SmtpConfig> = {}): SmtpConfig {
  return {
    name: 'biuro',
    host: '127.0.0.1',
    port,
    security: 'none',
    from: 'biuro@biuro.example',
    connections: 1,
    pipelining: true,
    timeouts: {
      connect: 30_000,
      greeting: 60_000,
      command: 60_000,
      mail: 60_000,
      rcpt: 60_000,
      data: 60_000,
      block: 60_000,
      dot: 60_000,
    },
    login: { user: 'biuro@biuro.example', password: new Secret(password) },
    ...more,
  };
}

/** Tests an account and records the reported phases and transcript lines. */
export async function recordDiagnosis(config: SmtpConfig, options: DiagnosisOptions = {}): Promise<RecordedDiagnosis> {
  const phases: PhaseReport[] = [];
  const lines: TranscriptLine[] = [];
  const diagnosis = await diagnose(config, options, {
    phase: (report) => {
      phases.push(report);
    },
    line: (line) => {
      lines.push(line);
    },
  });
  return { ...diagnosis, phases, lines };
}

/** Names of the phases in their order, with `!` before the failed one. */
export function phaseNames({ phases }: RecordedDiagnosis): string[] {
  return phases.map(({ phase, ok }) => `${ok ? '' : '!'}${phase}`);
}

export function report({ phases }: RecordedDiagnosis, phase: DiagnosisPhase): PhaseReport {
  return phases.findLast((other) => other.phase === phase)!;
}

export const testMail = {
  from: 'biuro@biuro.example',
  to: 'anna@example.com',
  messageId: '<1@biuro.example>',
  raw: Buffer.from('Subject: test\r\n\r\nDzień dobry\r\n'),
};
