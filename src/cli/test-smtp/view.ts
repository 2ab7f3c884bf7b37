import type { SmtpConfig } from '../../config/index.js';
import { omitUndefined } from '../../omit-undefined.js';
import { formatMessage, visibleText } from '../../messages/index.js';
import { causeOf, nextStepOf } from '../../mail/diagnosis/hints.js';
import type { Diagnosis, DiagnosisObserver } from '../../mail/diagnosis/report.js';
import type { Output } from '../output.js';
import { endLines, phaseLines, transcriptLines } from './text.js';

/** Shows the progress and the result of the test of one account. */
export interface TestSmtpView extends DiagnosisObserver {
  end(diagnosis: Diagnosis): void;
}

/** Version of the JSON that `test-smtp --json` prints; increased when a field changes its meaning or is removed. */
const jsonVersion = 2;

/** Creates the view for one account: JSON with `--json`, otherwise text. */
export function createTestSmtpView(output: Output, account: SmtpConfig): TestSmtpView {
  return output.json ? createJsonView(output, account) : createTextView(output, account);
}

function createJsonView(output: Output, { name: account }: SmtpConfig): TestSmtpView {
  const printEvent = (type: string, data: object) => {
    output.printJson({ type, version: jsonVersion, account, ...data });
  };
  return {
    line: (line) => {
      if (output.verbose) printEvent('line', line);
    },
    phase: ({ phase, ok, milliseconds, facts, reply, hint }) => {
      printEvent('phase', {
        phase,
        ok,
        milliseconds: roundToTenths(milliseconds),
        ...facts,
        ...omitUndefined({
          reply,
          hint: hint && {
            ...hint,
            cause: formatMessage({ code: causeOf(hint) }, 'en'),
            step: formatMessage({ code: nextStepOf(hint) }, 'en'),
          },
        }),
      });
    },
    end: ({ warnings, ...diagnosis }) => {
      printEvent('test-smtp', {
        ...diagnosis,
        warnings: warnings.map((warning) => ({ ...warning, message: formatMessage(warning, 'en') })),
      });
    },
  };
}

/** With `--quiet` it prints nothing if all is well, and otherwise everything to stderr at the end. */
function createTextView(output: Output, account: SmtpConfig): TestSmtpView {
  const quietLines: string[] = [];
  const show = (lines: readonly string[]) => {
    if (output.quiet) quietLines.push(...lines);
    else for (const line of lines) output.printLine(line);
  };
  show([output.colours.bold(visibleText(account.name))]);
  return {
    line: (line) => {
      if (output.verbose) show(transcriptLines(output, line));
    },
    phase: (report) => {
      show(phaseLines(output, report));
    },
    end: (diagnosis) => {
      show(endLines(output, diagnosis));
      if (diagnosis.exitCode !== 0 || diagnosis.warnings.length > 0)
        for (const line of quietLines) output.printNote(line);
    },
  };
}

function roundToTenths(milliseconds: number): number {
  return Math.round(milliseconds * 10) / 10;
}
