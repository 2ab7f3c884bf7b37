import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { formatMs, type BenchCase, type BenchOptions, type Row } from '../case.js';
import { interleave } from '../measure/interleave.js';
import { runToEnd } from '../measure/process.js';
import { createMixedOffice } from '../offices/mixed.js';
import { prepareQuietSqlServer } from '../offices/sqlserver.js';
import { bin } from '../paths.js';

/** Milliseconds to wait between processes, so that the server's clean-up after one does not slow the next. */
const pauseMs = 100;

interface Runtime {
  readonly name: string;
  readonly file: string;
}

/** Compares invocations that have nothing to do with a bare node of the same version. */
export const startup: BenchCase = {
  name: 'startup',
  async run(options): Promise<Row[]> {
    const rows: Row[] = [];
    for (const runtime of [{ name: process.version, file: process.execPath }, findNode24()]) {
      if (runtime !== undefined) rows.push(...(await measureStartup(runtime, options)));
    }
    return rows;
  },
};

async function measureStartup({ name, file }: Runtime, { quick, scratch }: BenchOptions): Promise<Row[]> {
  const office = await prepareQuietOffice(scratch, `quiet-${name}`);
  const sqlserver = await prepareQuietSqlServer(join(scratch, `quiet-sqlserver-${name}`));
  const timed =
    (args: readonly string[], cwd = scratch) =>
    async () => {
      await setTimeout(pauseMs);
      return (await runToEnd(file, args, { cwd })).ms;
    };
  const run = [bin, 'run', '--quiet'];
  const bare = timed(['-e', '0']);
  const measured = {
    bare,
    help: timed([bin, '--help']),
    nothing: timed(run, office),
    server: sqlserver === undefined ? undefined : timed(run, sqlserver),
  };
  // Each runs once beforehand, because the first run writes Node's compile cache.
  for (const once of Object.values(measured)) await once?.();
  const times = await interleave(quick ? 11 : 31, measured);
  const isNew = !name.startsWith('v20.');
  const row = (what: string, took: number, aim: number): Row => ({
    what: `${what}, Node ${name}`,
    measured: formatMs(took),
    against: `bare node, ${formatMs(times.bare)}`,
    result: `+ ${formatMs(took - times.bare)}`,
    aim: `+ ${aim} ms`,
    met: took - times.bare <= aim,
  });
  return [
    row('--help', times.help, isNew ? 30 : 60),
    row('run, nothing due, SQLite', times.nothing, isNew ? 120 : 150),
    ...(Number.isNaN(times.server) ? [] : [row('run, nothing due, SQL Server', times.server, isNew ? 300 : 350)]),
  ];
}

/** Creates an office that has already mailed its only slot of the day. @returns its folder */
async function prepareQuietOffice(scratch: string, name: string): Promise<string> {
  const office = createMixedOffice(
    scratch,
    name,
    3,
    { pickupDirectory: 'outbox' },
    { every: '1 day', startAt: '00:00' },
  );
  office.close();
  await runToEnd(process.execPath, [bin, 'run', '--quiet'], { cwd: office.directory });
  return office.directory;
}

/** Gets Node 24 from the npm package `node`. Undefined if it runs this process or cannot be installed. */
function findNode24(): Runtime | undefined {
  try {
    const found = execFileSync(
      'npx',
      ['--yes', '--package', 'node@24', '--', 'node', '-p', 'process.version + " " + process.execPath'],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
    );
    const [name, file] = found.trim().split(' ') as [string, string];
    return name === process.version ? undefined : { name, file };
  } catch {
    return undefined;
  }
}
