/** Exit codes of the command (sysexits.h where it has one), documented in docs/en/reference.md. */
export const ExitCode = {
  ok: 0,
  failed: 1,
  usage: 2,
  unavailable: 75,
  loginRefused: 77,
  configuration: 78,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

const precedence: readonly ExitCode[] = [
  ExitCode.configuration,
  ExitCode.loginRefused,
  ExitCode.unavailable,
  ExitCode.usage,
  ExitCode.failed,
];

/** The exit code with the highest precedence: the first of 78, 77, 75, 2, 1, otherwise 0. */
export function worstExitCode(codes: Iterable<ExitCode>): ExitCode {
  const seen = new Set(codes);
  return precedence.find((code) => seen.has(code)) ?? ExitCode.ok;
}
