import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfig } from '../../src/config/index.js';
import { kinds } from '../../src/notifications/index.js';
import { connect, migrate, serverClock } from '../../src/database/index.js';
import { planKind } from '../../src/planning/plan-kind.js';
import { sendingHoursOf } from '../../src/schedule/sending-hours.js';
import { ratioRow, formatSeconds, type BenchCase, type Row } from '../case.js';
import { interleave } from '../measure/interleave.js';
import { runToEnd } from '../measure/process.js';
import { recordStatements } from '../measure/recorder.js';
import { createDigestOffice } from '../offices/digests.js';

const guardians = 5000;
const sizes = [10_000, 100_000, 1_000_000];

interface PlanningResult {
  readonly ms: number;
  readonly statements: readonly string[];
}

/** Compares planning with its INSERT … SELECT statements executed by SQLite's shell on a copy of the same file. */
export const planning: BenchCase = {
  name: 'planning',
  async run({ quick, scratch }): Promise<Row[]> {
    const rows: Row[] = [];
    const hasSqliteShell = await hasShell();
    const perSize = new Map<number, { ms: number; statements: number }>();
    for (const events of sizes) {
      const office = createDigestOffice(scratch, `planning-${events}`, guardians, events);
      await prepareState(office.directory);
      office.db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      office.close();
      let last: PlanningResult | undefined;
      let copies = 0;
      const copyOffice = () => {
        const file = join(office.directory, `copy-${copies++}.db`);
        copyFileSync(office.file, file);
        return file;
      };
      const { ours, shell } = await interleave((events < 1_000_000 ? 5 : 3) - (quick ? 2 : 0), {
        ours: async () => {
          last = await measurePlanning(office.directory, copyOffice());
          return last.ms;
        },
        shell: async () =>
          hasSqliteShell
            ? runInShell(
                copyOffice(),
                last!.statements.filter((sql) => sql.trimStart().startsWith('INSERT INTO') && sql.includes('SELECT')),
              )
            : 0,
      });
      perSize.set(events, { ms: ours, statements: last!.statements.length });
      const what = `${events} events, ${guardians} guardians`;
      if (hasSqliteShell)
        rows.push(
          ratioRow(what, [formatSeconds(ours), ours], [`sqlite3 shell, ${formatSeconds(shell)}`, shell], '≤ 1.3'),
        );
    }
    const [small, , large] = sizes.map((size) => perSize.get(size)!);
    const growth = large!.ms / small!.ms / (sizes[2]! / sizes[0]!);
    rows.push(
      {
        what: 'time an event, 1,000,000 beside 10,000',
        measured: `${((large!.ms / sizes[2]!) * 1000).toFixed(2)} µs`,
        against: `${((small!.ms / sizes[0]!) * 1000).toFixed(2)} µs`,
        result: `${growth.toFixed(2)} ×`,
        aim: 'linear',
        met: growth <= 1.2,
      },
      {
        what: 'statements, 1,000,000 beside 10,000',
        measured: String(large!.statements),
        against: String(small!.statements),
        result: `+ ${large!.statements - small!.statements}`,
        aim: 'constant',
        met: large!.statements === small!.statements,
      },
    );
    return rows;
  },
};

/** Creates the state tables for both sides. */
async function prepareState(directory: string): Promise<void> {
  const config = await loadConfig(kinds, { directory, environment: {} });
  const database = await connect(config.database);
  await migrate(database);
  await database.close();
}

async function measurePlanning(directory: string, file: string): Promise<PlanningResult> {
  const config = await loadConfig(kinds, { directory, environment: {} });
  const statements: string[] = [];
  const database = recordStatements(await connect({ client: 'sqlite', file }), statements);
  try {
    await serverClock(database);
    const [now, hours] = [new Date(), await sendingHoursOf(config.kinds, config.office.timeZone)];
    const start = performance.now();
    const planned = await planKind(database, config, config.kinds[0]!, hours.get(config.kinds[0]!.id)!, () => now);
    const ms = performance.now() - start;
    if (planned?.planned !== guardians) throw new Error(`${planned?.planned ?? 0} digests were planned`);
    return { ms, statements };
  } finally {
    await database.close();
  }
}

async function hasShell(): Promise<boolean> {
  return runToEnd('sqlite3', ['--version']).then(
    () => true,
    () => false,
  );
}

/** Replaces CONCAT, which SQLite's shell does not support before version 3.44 (as in Debian). */
function replaceConcat(sql: string): string {
  return sql.replace(/CONCAT\(([^()]*)\)/g, (_, parts: string) => `(${parts.split(', ').join(' || ')})`);
}

/** Executes statements in SQLite's shell. @returns milliseconds of its own timer, without the start of the shell */
async function runInShell(file: string, statements: readonly string[]): Promise<number> {
  const { stdout } = await runToEnd('sqlite3', [file], {
    input: `PRAGMA journal_mode = WAL;\nPRAGMA synchronous = FULL;\n.timer on\nBEGIN IMMEDIATE;\n${statements.map((sql) => `${replaceConcat(sql)};\n`).join('')}COMMIT;\n`,
  });
  return [...stdout.matchAll(/Run Time: real ([\d.]+)/g)].reduce((sum, [, real]) => sum + Number(real) * 1000, 0);
}
