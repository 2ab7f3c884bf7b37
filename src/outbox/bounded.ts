/** Lengths of text columns of the state tables, in UTF-16 code units. SQL Server refuses what is longer. */
const lengths = {
  account: 400,
  address: 320,
  brokenKinds: 400,
  enhancedCode: 12,
  errorCode: 40,
  errorText: 1000,
  faultName: 200,
  host: 255,
  messageId: 255,
  phase: 20,
  version: 50,
} as const;

/**
 * Makes a text storable in a state column: cuts it to the column's length, and replaces NUL and halves of surrogate
 * pairs. Every text from outside goes through here before it is bound to a statement.
 */
export function bounded(column: keyof typeof lengths, text: string): string {
  const length = lengths[column];
  const cut = text.length <= length ? text : text.slice(0, length).replace(/[\uD800-\uDBFF]$/, '');
  return Buffer.from(cut).toString().replaceAll('\0', '\uFFFD');
}

const maxInt = 2 ** 31 - 1;

/** A number as an integer column stores it; NULL if it cannot. */
export function boundedInt(value: number | undefined): number | null {
  return value !== undefined && Number.isInteger(value) && Math.abs(value) <= maxInt ? value : null;
}
