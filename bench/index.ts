import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Row } from './case.js';
import { history } from './cases/history.js';
import { memory } from './cases/memory.js';
import { planning } from './cases/planning.js';
import { refusals } from './cases/refusals.js';
import { sending } from './cases/sending.js';
import { startup } from './cases/startup.js';
import { describeMachine } from './measure/machine.js';
import { formatTable } from './table.js';

const cases = [startup, sending, refusals, planning, memory, history];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean', default: false }, json: { type: 'string', default: 'bench-results.json' } },
});
const selectedCases = cases.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
if (selectedCases.length === 0) throw new Error(`Known benchmarks: ${cases.map(({ name }) => name).join(', ')}`);

const scratch = mkdtempSync(join(tmpdir(), 'mobevo-bench-'));
const started = performance.now();
const results: Record<string, Row[]> = {};
try {
  for (const benchCase of selectedCases) {
    const { name } = benchCase;
    const rows = await benchCase.run({ quick: values.quick, scratch });
    results[name] = rows;
    process.stdout.write(`${name}\n${formatTable(rows)}\n\n`);
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
const took = `${((performance.now() - started) / 1000).toFixed(0)} s`;
writeFileSync(
  values.json,
  `${JSON.stringify({ ...describeMachine(), quick: values.quick, took, results }, null, 2)}\n`,
);
process.stdout.write(`${took}; ${values.json}\n`);
