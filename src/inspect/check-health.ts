import { setTimeout } from 'node:timers/promises';
import type { Config } from '../config/index.js';
import { connect, inRolledBackTransaction, maxClockSkewMs, serverClock, type Database } from '../database/index.js';
import { isErrorOf } from '../errors/index.js';
import { viewsOf } from '../notifications/index.js';
import { localDay } from '../schedule/index.js';
import { countAbsentGuardians } from '../source/index.js';
import { checkMailboxes } from './check-mailboxes.js';
import { checkViews } from '../planning/source-checks.js';
import { runCheck, ok, skipped, warning, type Check, type CheckId } from './check.js';
import { checkData } from './check-data.js';
import { checkFiles } from './check-files.js';
import { checkLog, checkMetrics } from './check-log.js';
import { checkHeldPlans, checkLastRun, checkQueue } from './check-runs-and-queue.js';
import { checkServer, checkRights } from './check-server.js';
import { checkSince } from './check-since.js';
import { checkState } from './check-state.js';
import { checkStatements } from './check-statements.js';
import { checkTemplates } from './check-templates.js';

/** Milliseconds to wait for the planning lock. On SQLite a run waits up to two minutes, on SQL Server not at all. */
const maxLockWait = 500;

/** Checks everything a run needs, and tests the mailboxes meanwhile if it can. Changes nothing. */
export async function* checkHealth(config: Config): AsyncGenerator<Check> {
  // While SQLite reads, this process waits: the replies of mail servers would seem to be late.
  const mailboxes = config.database.client === 'sqlite' ? undefined : checkMailboxes(config.mailbox);
  yield ok('config', 'config', { file: config.file, count: config.kinds.length });
  yield await runCheck('files', () => Promise.resolve(checkFiles(config)));
  const { logFile, metricsFile } = config;
  if (logFile !== undefined) yield await runCheck('log', () => checkLog(logFile));
  if (metricsFile !== undefined) yield await runCheck('metrics', () => checkMetrics(metricsFile));
  yield* checkDatabase(config);
  yield* await (mailboxes ?? checkMailboxes(config.mailbox));
  yield* checkTemplates(config);
}

async function* checkDatabase(config: Config): AsyncGenerator<Check> {
  const opened: { database?: Database } = {};
  try {
    const connection = await runCheck('database', async () => {
      const database = (opened.database = await connect(config.database, { changesNothing: true }));
      await serverClock(database);
      return ok('database', 'database', { database: database.dialect.label });
    });
    yield connection;
    const database = connection.state === 'fault' ? undefined : opened.database;
    for (const [check, run] of config.database.client === 'sqlite' ? checks : [...serverChecks, ...checks])
      yield database === undefined ? skipped(check, 'notChecked') : await runCheck(check, () => run(database, config));
    if (database !== undefined) yield* await checkSince(database, config);
  } finally {
    await opened.database?.close();
  }
}

type DatabaseCheck = readonly [CheckId, (database: Database, config: Config) => Promise<Check>];

/** What only SQL Server is asked. */
const serverChecks: readonly DatabaseCheck[] = [
  ['server', (database) => checkServer(database, database.dialect.server!)],
  ['rights', (database) => checkRights(database, database.dialect.server!)],
];

const checks: readonly DatabaseCheck[] = [
  [
    'clock',
    async (database) => {
      const seconds = Math.round(Math.abs(Date.now() - (await serverClock(database))().getTime()) / 1000);
      return seconds * 1000 > maxClockSkewMs
        ? warning('clock', 'clockOff', { seconds })
        : ok('clock', 'clock', { seconds });
    },
  ],
  ['state', checkState],
  [
    'lock',
    async (database) => {
      const lockAttempt = inRolledBackTransaction(database, (transaction) =>
        transaction.dialect.lockPlanning(transaction),
      ).catch((error: unknown) => {
        if (isErrorOf(error, 'DATABASE_BUSY')) return false;
        throw error;
      });
      return (await Promise.race([lockAttempt, setTimeout(maxLockWait, false, { ref: false })]))
        ? ok('lock', 'lockFree')
        : warning('lock', 'lockTaken');
    },
  ],
  [
    'contract',
    async (database, config) => {
      const { broken, found, longColumns } = await checkViews(database, config.kinds);
      if (broken !== undefined) throw broken.error;
      const count = found.size;
      if (longColumns.length === 0) {
        if (!found.has('source_deputies')) {
          const readsDeputies = config.kinds.some((kind) => viewsOf(kind).includes('source_deputies'));
          return ok('contract', readsDeputies ? 'contractNoDeputies' : 'contract', { count });
        }
        const today = localDay((await serverClock(database))(), config.office.timeZone);
        return ok('contract', 'contractDeputies', { count, absent: await countAbsentGuardians(database, today) });
      }
      const columns = longColumns.map(({ name, length, allowed }) => ({
        code: 'contract.long' as const,
        args: { name, length, allowed },
      }));
      return warning('contract', 'contractLong', { count, columns });
    },
  ],
  ['statements', checkStatements],
  ['data', checkData],
  ['last-run', checkLastRun],
  ['queue', checkQueue],
  ['held-plans', checkHeldPlans],
];
