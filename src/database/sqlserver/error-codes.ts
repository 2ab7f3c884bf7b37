/** What an error and everything it was caused by say about themselves. */
export interface ErrorCodes {
  /** Words of the driver and of Node. */
  readonly codes: readonly string[];
  /** The connection was never there. */
  readonly connecting: boolean;
  /** Whether one of these numbers of the server, or codes, is among them. */
  has(signs: readonly (string | number)[]): boolean;
}

interface Fault {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly number?: unknown;
  readonly originalError?: unknown;
  readonly cause?: unknown;
  readonly errors?: unknown;
  readonly precedingErrors?: unknown;
}

/** mssql wraps tedious's errors and keeps a statement's earlier ones, tedious wraps those of Node, and Node several attempts in one. */
export function errorCodesOf(error: unknown): ErrorCodes {
  const faults = chain(error);
  const codes = faults.map(({ code }) => code).filter((code) => typeof code === 'string');
  const found = new Set<unknown>([...codes, ...faults.map(({ number }) => number)]);
  return {
    codes,
    connecting: faults[0]?.name === 'ConnectionError',
    has: (signs) => signs.some((sign) => found.has(sign)),
  };
}

function chain(error: unknown): Fault[] {
  if (error === null || typeof error !== 'object') return [];
  const fault = error as Fault;
  const several = [fault.errors, fault.precedingErrors].flatMap((errors) =>
    Array.isArray(errors) ? (errors as unknown[]) : [],
  );
  return [fault, ...chain(fault.originalError ?? fault.cause), ...several.flatMap(chain)];
}
