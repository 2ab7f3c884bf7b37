import wrapAnsi from 'wrap-ansi';

/** Folds a line between words. Continuation lines are indented by two more columns. A word is never cut. */
export function foldLine(line: string, columns: number): string[] {
  const indent = /^ */.exec(line)![0];
  const hanging = `${indent}  `;
  const text = line.slice(indent.length);
  const [first, ...others] = wrapAnsi(text, Math.max(1, columns - hanging.length)).split('\n');
  return [`${indent}${first!}`, ...others.map((other) => `${hanging}${other}`)];
}
