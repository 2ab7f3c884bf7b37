import { visibleText } from '../../messages/index.js';
import type { Preview } from '../../inspect/preview.js';
import { foldLine } from '../fold-line.js';
import type { Style } from '../output.js';

const maxColumns = 100;

/**
 * Lines of a mail's text part for a terminal, folded at its width: headers, the first line in bold, and the footer dim.
 */
export function mailLines(
  style: Pick<Style, 'colours' | 'width' | 'text'>,
  { kind, recipient, rendered, leavesAt }: Preview,
): string[] {
  const { colours, width } = style;
  const columns = width === undefined ? undefined : Math.min(width, maxColumns);
  const labels = (['recipient', 'subject', 'leaves'] as const).map((name) => style.text(`preview.header.${name}`));
  const labelWidth = Math.max(...labels.map(({ length }) => length));
  const [toLabel, subjectLabel, leavesLabel] = labels.map((label) => colours.dim(label.padEnd(labelWidth)));
  const leaves = leavesAt === undefined ? [] : [style.text('run.dueAt', { at: new Date(leavesAt) })];
  const { name, address } = recipient;
  const to = visibleText(name === null ? address : `${name} <${address}>`);
  const text = rendered.text.split('\n').map(visibleText).join('\n');
  const [body, footer = ''] = text.split(/^(?=--$)/m);
  const [answer = '', ...lines] = body!.trimEnd().split('\n');
  return [
    colours.dim(`── ${kind} `.padEnd(columns ?? 0, '─')),
    ...fold(`${toLabel} ${to}`, columns),
    ...fold(`${subjectLabel} ${colours.bold(visibleText(rendered.subject))}`, columns),
    ...leaves.map((at) => `${leavesLabel} ${at}`),
    '',
    ...fold(colours.bold(answer), columns),
    ...lines.flatMap((line) => fold(line, columns)),
    '',
    ...footer
      .trimEnd()
      .split('\n')
      .flatMap((line) => fold(colours.dim(line), columns)),
    '',
  ];
}

function fold(line: string, columns: number | undefined): string[] {
  return columns === undefined ? [line] : foldLine(line, columns);
}
