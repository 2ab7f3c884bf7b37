import Table from 'cli-table3';
import type { Row } from './case.js';

/** Formats rows as a Markdown table, which can be copied to docs/performance.md. */
export function formatTable(rows: readonly Row[]): string {
  const plain = new Table({
    chars: {
      top: '',
      'top-mid': '',
      'top-left': '',
      'top-right': '',
      bottom: '',
      'bottom-mid': '',
      'bottom-left': '',
      'bottom-right': '',
      left: '|',
      'left-mid': '',
      mid: '',
      'mid-mid': '',
      right: '|',
      'right-mid': '',
      middle: '|',
    },
    style: { head: [], border: [] },
  });
  const head = ['what', 'measured', 'against', 'result', 'aim', ''];
  plain.push(
    head,
    head.map(() => '---'),
  );
  for (const { what, measured, against, result, aim, met } of rows) {
    plain.push([what, measured, against, result, aim, met === undefined ? '' : met ? 'met' : 'missed']);
  }
  return plain.toString();
}
