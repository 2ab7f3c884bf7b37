import type { Config, KindConfig } from '../config/index.js';
import { connect, migrateWithin, inRolledBackTransaction, serverClock, type Database } from '../database/index.js';
import { ExitCode } from '../errors/index.js';
import { claim, heldMessages } from '../outbox/index.js';
import { localDay, sendingHoursOf, type SendingHours } from '../schedule/index.js';
import { sourceClock } from '../source/index.js';
import { checkViews, findMalformedRows, findRecipientGaps } from '../planning/source-checks.js';
import { loadContents, type MessageContent } from '../compose/load-contents.js';
import { planInTransaction } from '../planning/plan-kind.js';
import { emptyKindReport, insecureConnectionOf, type Observer, type RunReport } from '../run/report.js';
import type { RunOptions } from '../run/run-context.js';
import { withReportReasons } from '../planning/data-issues.js';
import { dueSlot } from '../planning/due.js';

const batchSize = 100;

export interface DryRun {
  readonly transaction: Database;
  readonly kinds: readonly KindConfig[];
  readonly hours: SendingHours;
  readonly now: Date;
  /** Claims every due message of these kinds and loads its content. Default: all kinds. */
  readonly messages: (of?: readonly KindConfig[]) => AsyncGenerator<MessageContent>;
}

/** Runs `work` in a transaction that is rolled back. The state tables need not exist. @throws SourceContractError */
export async function inDryRun<Result>(
  config: Config,
  { only, now: fixedNow }: Pick<RunOptions, 'only' | 'now'>,
  work: (dryRun: DryRun) => Promise<Result>,
): Promise<Result> {
  const database = await connect(config.database);
  try {
    const clock = await serverClock(database);
    const kinds = config.kinds.filter(({ id }) => only?.includes(id) ?? true);
    await checkViews(database, kinds);
    const now = fixedNow ?? clock();
    const hours = await sendingHoursOf(kinds, config.office.timeZone);
    return await inRolledBackTransaction(database, async (transaction) => {
      await migrateWithin(transaction);
      return work({
        transaction,
        kinds,
        hours,
        now,
        messages: (of = kinds) => claimMessages(transaction, config, of, now),
      });
    });
  } finally {
    await database.close();
  }
}

async function* claimMessages(
  transaction: Database,
  config: Config,
  kinds: readonly KindConfig[],
  now: Date,
): AsyncGenerator<MessageContent> {
  for (let batch = 0; ; batch += 1) {
    const token = `dry-run:${batch}`;
    if (
      (await claim(transaction, {
        token,
        kinds: kinds.map(({ id }) => id),
        limit: batchSize,
        leaseMs: 60_000,
        now,
      })) === 0
    )
      return;
    yield* await loadContents(transaction, config, token, now);
  }
}

/** Reports what a run would do now. Changes nothing and sends nothing. */
export async function dryRun(config: Config, options: RunOptions, observer: Observer): Promise<RunReport> {
  return inDryRun(config, options, async ({ transaction, kinds, hours, now, messages }) => {
    const reports = new Map(kinds.map(({ id }) => [id, emptyKindReport(id, hours.get(id)!.closed(now))]));
    const windows = new Map<KindConfig, Date>();
    for (const kind of kinds) {
      const planned = await planInTransaction(transaction, config, kind, now, (state, at) =>
        dueSlot(kind, hours.get(kind.id)!, state, at, config.office.timeZone),
      );
      if (planned === undefined) continue;
      const { windowStart, ...counts } = planned;
      Object.assign(reports.get(kind.id)!, { due: true, ...counts });
      windows.set(kind, windowStart);
    }
    for await (const { message, content } of messages(
      kinds.filter(({ id }) => hours.get(id)!.closed(now) === undefined),
    )) {
      const { id, kind, recipient } = message;
      if (typeof recipient === 'string')
        observer.message({ id, kind, address: null, state: 'skipped', detail: recipient });
      else
        observer.message({
          id,
          kind,
          address: recipient.address,
          state: content === undefined ? 'skipped' : 'queued',
          detail: content === undefined ? 'events-gone' : '',
        });
    }
    const gaps = await findRecipientGaps(transaction, kinds);
    const malformed = await findMalformedRows(
      transaction,
      windows,
      sourceClock(config.sourceClock, config.office.timeZone),
    );
    const heldIds = await heldMessages(transaction, config.kinds);
    const at = now.toISOString();
    return {
      startedAt: at,
      finishedAt: at,
      dryRun: true,
      kinds: [...reports.values()],
      ...(await withReportReasons(transaction, gaps, malformed, localDay(now, config.office.timeZone))),
      held: heldIds.length,
      heldIds,
      ...insecureConnectionOf(transaction),
      errors: [],
      warnings: [],
      exitCode: heldIds.length > 0 ? ExitCode.failed : ExitCode.ok,
    };
  });
}
