/** The codes of an error and of all its causes. */
export interface ErrorCodes {
  /** Codes of the driver and of Node, such as `ETIMEOUT`, and SQLSTATEs of ODBC, such as `08S01`. */
  readonly codes: readonly string[];
  /** The highest severity that the server gave, 0 to 25; 0 without one. */
  readonly severity: number;
  /** True if no connection could be opened. */
  readonly isConnectionError: boolean;
  /** Whether the error has one of these codes, or numbers of the server. */
  has(codes: readonly (string | number)[]): boolean;
  /** The text of the error with this number of the server. */
  textOf(number: number): string | undefined;
}

interface DriverError {
  readonly message?: unknown;
  readonly name?: unknown;
  readonly code?: unknown;
  readonly number?: unknown;
  /** The severity. */
  readonly class?: unknown;
  /** A SQLSTATE if the driver is ODBC's; a number if it is tedious. */
  readonly state?: unknown;
  readonly originalError?: unknown;
  readonly cause?: unknown;
  readonly errors?: unknown;
  readonly precedingErrors?: unknown;
}

/** The error of tedious 19, which has no code, if an encrypted connection ends within an answer. */
const cutOff = 'unexpected end of message stream';

/**
 * Collects the codes of an error. mssql wraps tedious's errors, tedious those of Node, and Node may combine several.
 */
export function errorCodesOf(error: unknown): ErrorCodes {
  const errors = withCauses(error);
  const codes = errors
    .flatMap(({ code, state, message }) => [code, state, message === cutOff ? 'ECLOSE' : undefined])
    .filter((code) => typeof code === 'string');
  const found = new Set<unknown>([...codes, ...errors.map(({ number }) => number)]);
  return {
    codes,
    severity: Math.max(0, ...errors.map((each) => (typeof each.class === 'number' ? each.class : 0))),
    isConnectionError: errors[0]?.name === 'ConnectionError',
    has: (expected) => expected.some((code) => found.has(code)),
    textOf: (wanted) => {
      const text = errors.find(({ number }) => number === wanted)?.message;
      return typeof text === 'string' ? text : undefined;
    },
  };
}

function withCauses(error: unknown): DriverError[] {
  if (error === null || typeof error !== 'object') return [];
  const driverError = error as DriverError;
  const combined = [driverError.errors, driverError.precedingErrors].flatMap((errors) =>
    Array.isArray(errors) ? (errors as unknown[]) : [],
  );
  return [driverError, ...withCauses(driverError.originalError ?? driverError.cause), ...combined.flatMap(withCauses)];
}
