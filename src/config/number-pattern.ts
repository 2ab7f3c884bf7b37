/** A regular expression for the whole numbers from `least` to `most`, without leading zeros. */
export function numberPattern(least: number, most: number): string {
  const patterns: string[] = [];
  for (let length = String(least).length; length <= String(most).length; length += 1) {
    const from = Math.max(least, length === 1 ? 0 : 10 ** (length - 1));
    const to = Math.min(most, 10 ** length - 1);
    patterns.push(...sameLength(String(from), String(to)));
  }
  return `(?:${patterns.join('|')})`;
}

/** Alternatives for the numbers between two with as many digits. */
function sameLength(from: string, to: string): string[] {
  const [[first = '', ...fromRest], [last = '', ...toRest]] = [from, to];
  if (first === '') return [''];
  const rest = fromRest.length;
  if (first === last) return sameLength(fromRest.join(''), toRest.join('')).map((pattern) => first + pattern);
  const isLow = /^0*$/.test(fromRest.join(''));
  const isHigh = /^9*$/.test(toRest.join(''));
  const [low, high] = [Number(first) + (isLow ? 0 : 1), Number(last) - (isHigh ? 0 : 1)];
  return [
    ...(isLow ? [] : sameLength(fromRest.join(''), '9'.repeat(rest)).map((pattern) => first + pattern)),
    ...(low > high ? [] : [`[${low}-${high}]${rest === 0 ? '' : `\\d{${rest}}`}`]),
    ...(isHigh ? [] : sameLength('0'.repeat(rest), toRest.join('')).map((pattern) => last + pattern)),
  ];
}
