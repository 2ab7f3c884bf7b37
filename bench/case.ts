/** A row of the result: a measured value and what it is compared with. */
export interface Row {
  readonly what: string;
  /** What was measured, with its unit. */
  readonly measured: string;
  readonly against: string;
  /** The value that the aim limits: a ratio, a difference or an amount. */
  readonly result: string;
  readonly aim: string;
  /** Absent if there is no aim. */
  readonly met?: boolean;
}

export interface BenchOptions {
  readonly quick: boolean;
  /** Folder for offices and mails. Removed at the end. */
  readonly scratch: string;
}

export interface BenchCase {
  readonly name: string;
  run(options: BenchOptions): Promise<Row[]>;
}

/** Creates a row whose aim is a minimum or maximum ratio to a peer. */
export function ratioRow(
  what: string,
  [measured, ours]: readonly [string, number],
  [against, peer]: readonly [string, number],
  aim: `≥ ${number}` | `≤ ${number}`,
): Row {
  const ratio = ours / peer;
  const [sign, bound] = aim.split(' ') as ['≥' | '≤', string];
  return {
    what,
    measured,
    against,
    result: `${ratio.toFixed(2)} ×`,
    aim: `${aim} ×`,
    met: sign === '≥' ? ratio >= Number(bound) : ratio <= Number(bound),
  };
}

export const formatMs = (value: number) => `${value.toFixed(0)} ms`;
export const formatSeconds = (value: number) => `${(value / 1000).toFixed(2)} s`;
export const formatRate = (value: number) => `${value.toFixed(0)}/s`;
