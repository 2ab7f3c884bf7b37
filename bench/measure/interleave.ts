/**
 * Measures several things in turn, round by round, so that other load on the machine affects all of them.
 * @returns the median of each, or NaN if its function is undefined
 */
export async function interleave<Name extends string>(
  rounds: number,
  measured: Readonly<Record<Name, (() => Promise<number>) | undefined>>,
): Promise<Record<Name, number>> {
  const names = Object.keys(measured) as Name[];
  const values = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    // The order alternates because the second one finds warm caches.
    for (const name of round % 2 === 0 ? names : names.toReversed())
      values.get(name)!.push((await measured[name]?.()) ?? Number.NaN);
  }
  return Object.fromEntries(names.map((name) => [name, median(values.get(name)!)])) as Record<Name, number>;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
