import wrapAnsi from 'wrap-ansi';
import { visibleText } from '../../messages/index.js';
import type { Preview } from '../../inspect/preview.js';
import type { Colours } from '../colours.js';

const maxColumns = 100;

/**
 * Lines of a mail's text part for a terminal: headers, the first line in bold, and the footer dim.
 * @param width columns of the terminal; undefined for no folding
 */
export function mailLines(
  colours: Colours,
  { kind, recipient, rendered }: Preview,
  width: number | undefined,
): string[] {
  const columns = width === undefined ? undefined : Math.min(width, maxColumns);
  const { name, address } = recipient;
  const to = visibleText(name === null ? address : `${name} <${address}>`);
  const text = rendered.text.split('\n').map(visibleText).join('\n');
  const [body, footer = ''] = text.split(/^(?=--$)/m);
  const [answer = '', ...lines] = body!.trimEnd().split('\n');
  return [
    colours.dim(`── ${kind} `.padEnd(columns ?? 0, '─')),
    ...foldLine(`${colours.dim('To:')}      ${to}`, columns),
    ...foldLine(`${colours.dim('Subject:')} ${colours.bold(visibleText(rendered.subject))}`, columns),
    '',
    ...foldLine(colours.bold(answer), columns),
    ...lines.flatMap((line) => foldLine(line, columns)),
    '',
    ...footer
      .trimEnd()
      .split('\n')
      .flatMap((line) => foldLine(colours.dim(line), columns)),
    '',
  ];
}

/** Folds a line between words. Continuation lines are indented by two more columns. */
function foldLine(line: string, columns: number | undefined): string[] {
  if (columns === undefined) return [line];
  const indent = /^ */.exec(line)![0];
  const hanging = `${indent}  `;
  const [first, ...others] = wrapAnsi(line.slice(indent.length), columns - hanging.length, { hard: true }).split('\n');
  return [`${indent}${first!}`, ...others.map((other) => `${hanging}${other}`)];
}
