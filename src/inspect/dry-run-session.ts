import { loadContents, type MessageContent } from '../compose/load-contents.js';
import type { Config, KindConfig } from '../config/index.js';
import { connect, inRolledBackTransaction, migrateWithin, serverClock, type Database } from '../database/index.js';
import { claim } from '../outbox/index.js';
import { findBrokenViews, type BrokenViews } from '../planning/source-checks.js';
import type { RunOptions } from '../run/run-context.js';
import { sendingHoursOf, type SendingHours } from '../schedule/index.js';

const batchSize = 100;

/** What happens in one transaction that will be rolled back. */
export interface DryRun {
  readonly transaction: Database;
  readonly kinds: readonly KindConfig[];
  readonly hours: SendingHours;
  readonly now: Date;
  /** Claims every due message of these kinds and loads its content. Default: all kinds. */
  readonly claimMessages: (kinds?: readonly KindConfig[]) => AsyncGenerator<MessageContent>;
}

/** What several dry runs of one invocation share, so that each kind can have a transaction of its own. */
export interface DryRunSession extends Omit<DryRun, 'transaction' | 'claimMessages'> {
  readonly database: Database;
  readonly broken: BrokenViews | undefined;
  /** Runs `work` in a transaction that is rolled back. The state tables need not exist. */
  readonly inTransaction: <Result>(work: (dryRun: DryRun) => Promise<Result>) => Promise<Result>;
}

/** Opens the database and checks the views. */
export async function withDryRunSession<Result>(
  config: Config,
  { only, now: fixedNow }: Pick<RunOptions, 'only' | 'now'>,
  work: (session: DryRunSession) => Promise<Result>,
): Promise<Result> {
  const database = await connect(config.database, { changesNothing: true });
  try {
    const clock = await serverClock(database);
    const kinds = config.kinds.filter(({ id }) => only?.includes(id) ?? true);
    const broken = await findBrokenViews(database, kinds);
    const common = { kinds, now: fixedNow ?? clock(), hours: await sendingHoursOf(kinds, config.office.timeZone) };
    return await work({
      ...common,
      database,
      broken,
      inTransaction: (transactionWork) =>
        inRolledBackTransaction(database, async (transaction) => {
          await migrateWithin(transaction);
          const claimMessages = (claimed: readonly KindConfig[] = kinds) =>
            claimAll(transaction, config, claimed, common.now);
          return transactionWork({ ...common, transaction, claimMessages });
        }),
    });
  } finally {
    await database.close();
  }
}

async function* claimAll(
  transaction: Database,
  config: Config,
  kinds: readonly KindConfig[],
  now: Date,
): AsyncGenerator<MessageContent> {
  for (let batch = 0; ; batch += 1) {
    const token = `dry-run:${batch}`;
    const request = { token, kinds: kinds.map(({ id }) => id), limit: batchSize, leaseMs: 60_000, now };
    if ((await claim(transaction, request)) === 0) return;
    yield* await loadContents(transaction, config, token, now);
  }
}
