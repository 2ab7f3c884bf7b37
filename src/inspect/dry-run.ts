import type { Config, KindConfig, KindId } from '../config/index.js';
import { affectsAllKinds } from '../database/index.js';
import { asKindError, ExitCode, reasonOf, worstExitCode, type NotifyError } from '../errors/index.js';
import { omitUndefined } from '../omit-undefined.js';
import { kindOf, viewsOf, viewsReadBy } from '../notifications/index.js';
import { heldMessages, kindStates, listMessages, type KindState, type MessageReport } from '../outbox/index.js';
import { noDataIssues, withReportReasons, type DataIssues } from '../planning/data-issues.js';
import { dueSlot, nextDueTime, windowStarts } from '../planning/due.js';
import { planInTransaction, throwIfHeld, type Planned } from '../planning/plan-kind.js';
import { findMalformedRows, findRecipientGaps } from '../planning/source-checks.js';
import {
  initialKindReport,
  insecureConnectionOf,
  maxHeldIds,
  recordHeldPlan,
  type KindReport,
  type Observer,
  type RunReport,
} from '../run/report.js';
import type { RunOptions } from '../run/run-context.js';
import { deadline, endInTime, localDay } from '../schedule/index.js';
import { findFailingView, sourceClock } from '../source/index.js';
import type { ContentError, MessageContent } from '../compose/load-contents.js';
import { withDryRunSession, type DryRun, type DryRunSession } from './dry-run-session.js';
import { SendingTimes } from './sending-times.js';

/** More messages of a kind than this, which wait for a later time, are not shown. */
const maxWaiting = 10_000;

/** A message that a run would send now, or at a later time. */
interface Departure {
  readonly report: MessageReport;
  readonly kind: KindConfig;
  /** Before this time no run sends it. */
  readonly from: Date;
}

/** What is found out about a kind. */
interface Findings {
  readonly planned: Planned | undefined;
  readonly report: Partial<KindReport>;
  readonly departures: Departure[];
  /** Messages that a run would not send. */
  readonly unsent: MessageReport[];
  readonly errors: ContentError[];
}

/** Reports what a run would do now, each kind on its own. Changes nothing and sends nothing. */
export async function dryRun(config: Config, options: RunOptions, observer: Observer): Promise<RunReport> {
  const work = withDryRunSession(config, options, async (session) => {
    const [states, times] = await session.inTransaction(async ({ transaction, hours, now }) => [
      await kindStates(transaction),
      await SendingTimes.load(transaction, config, hours, now),
    ]);
    return new DryRunReporter(config, session, states, times, observer).report();
  });
  return endInTime(work, deadline(options.maxDuration, options.stop));
}

class DryRunReporter {
  private readonly errors: NotifyError[] = [];
  private readonly reports: ReadonlyMap<KindId, KindReport>;
  private readonly windows = new Map<KindConfig, Date>();
  private readonly departures: Departure[] = [];

  constructor(
    private readonly config: Config,
    private readonly session: DryRunSession,
    private readonly states: ReadonlyMap<KindId, KindState>,
    private readonly times: SendingTimes,
    private readonly observer: Observer,
  ) {
    const { kinds, hours, now } = session;
    this.reports = new Map(
      kinds.map(({ id }) => [id, initialKindReport(id, hours.get(id)!.closed(now), states.get(id))]),
    );
  }

  async report(): Promise<RunReport> {
    const { kinds, broken, now, database, inTransaction } = this.session;
    for (const kind of broken?.kinds ?? []) this.addKindError(kind, 'planning', broken!.error);
    const sound = kinds.filter(({ id }) => broken?.kinds.has(id) !== true);
    for (const kind of sound) await this.planAndClaim(kind);
    const heldIds = await inTransaction(({ transaction }) => heldMessages(transaction, this.config.kinds));
    this.showDepartures(heldIds);
    const issues = await this.findIssues(sound);
    const at = now.toISOString();
    return {
      startedAt: at,
      finishedAt: at,
      dryRun: true,
      kinds: [...this.reports.values()],
      ...issues,
      held: heldIds.length,
      heldIds: heldIds.slice(0, maxHeldIds),
      ...insecureConnectionOf(database),
      ...omitUndefined({ redirectTo: this.config.mailbox.redirectTo }),
      hasUnreportedFaults: this.errors.length + heldIds.length > 0,
      endedFaults: [],
      errors: this.errors,
      warnings: [],
      exitCode: worstExitCode([
        ...this.errors.map(({ exitCode }) => exitCode),
        heldIds.length > 0 ? ExitCode.failed : ExitCode.ok,
      ]),
    };
  }

  /** Plans a kind and claims its messages, in a transaction of its own. */
  private async planAndClaim(kind: KindConfig): Promise<void> {
    const { config, session, states } = this;
    const open = session.hours.get(kind.id)!;
    const report = this.reports.get(kind.id)!;
    let step: 'planning' | 'sending' = 'planning';
    try {
      // The transaction may be repeated. So nothing is shown or kept before it has ended.
      const found = await session.inTransaction(async ({ transaction, now, claimMessages }): Promise<Findings> => {
        step = 'planning';
        const planned = await planInTransaction(transaction, config, kind, now, (state, at) =>
          dueSlot(kind, open, state, at, config.office.timeZone),
        );
        const { remembered = 0 } =
          states.get(kind.id)?.trackedSince === undefined ? ((await kindStates(transaction)).get(kind.id) ?? {}) : {};
        step = 'sending';
        const dueAt =
          planned === undefined ? nextDueTime(kind, open, states.get(kind.id) ?? {}, now, config.office.timeZone) : now;
        const findings: Findings = {
          planned,
          report: omitUndefined({ remembered: remembered > 0 ? remembered : undefined, dueAt: dueAt?.toISOString() }),
          departures: [],
          unsent: [],
          errors: [],
        };
        if (planned?.excess !== undefined) return findings;
        if (open.closed(now) === undefined) {
          await this.times.wakeAccounts(transaction, kind);
          for await (const mail of claimMessages([kind])) this.collectMail(kind, mail, findings);
        }
        await this.collectWaiting(transaction, kind, findings);
        return findings;
      });
      this.keep(kind, found);
    } catch (error) {
      if (affectsAllKinds(session.database.dialect, error)) throw error;
      if (recordHeldPlan(report, error)) {
        this.addError(error);
        for (const [held, start] of windowStarts([kind], states, session.now)) this.windows.set(held, start);
      } else {
        const found = await findFailingView(session.database, viewsOf(kind), viewsReadBy(config.kinds), error);
        this.addKindError(kind.id, step, found);
      }
    }
  }

  /** Shows and keeps what was found out about a kind. @throws NotifyError PLAN_HELD */
  private keep(kind: KindConfig, { planned, report, departures, unsent, errors }: Findings): void {
    const { remembered, ...due } = report;
    const own = this.reports.get(kind.id)!;
    Object.assign(own, omitUndefined({ remembered }));
    throwIfHeld(kind, planned);
    if (planned !== undefined) {
      const { windowStart, ...counts } = planned;
      Object.assign(own, { due: true, ...counts });
      this.windows.set(kind, windowStart);
    }
    Object.assign(own, due);
    this.departures.push(...departures);
    for (const message of unsent) this.observer.message(message);
    for (const { isOfKind, error } of errors)
      if (isOfKind) this.addKindError(kind.id, 'sending', error);
      else this.addError(asKindError('MESSAGE_FAILED', kind.id, error));
  }

  private collectMail(config: KindConfig, { message, content, error }: MessageContent, findings: Findings): void {
    const { id, kind, recipient } = message;
    const add = (state: MessageReport['state'], detail: string, address: string | null) => {
      findings.unsent.push({ id, kind, address, state, detail });
    };
    if (error !== undefined) findings.errors.push(error);
    if (error?.isOfKind === true) return;
    if (error !== undefined) add('deferred', reasonOf(error.error), null);
    else if (typeof recipient === 'string') add('skipped', recipient, null);
    else if (content === undefined) add('skipped', 'events-gone', recipient.address);
    else
      findings.departures.push({
        report: { id, kind, address: recipient.address, state: 'queued', detail: '' },
        kind: config,
        from: this.session.now,
      });
  }

  /** Collects the messages of a kind that no run sends now: their next attempt is later, or the hours are closed. */
  private async collectWaiting(
    transaction: DryRun['transaction'],
    kind: KindConfig,
    { departures }: Findings,
  ): Promise<void> {
    const filter = { since: new Date(0), states: ['queued', 'deferred', 'unknown'] as const, kinds: [kind.id] };
    const withUsers = kindOf(kind.id).audience !== 'addresses';
    const { now } = this.session;
    for (const message of await listMessages(transaction, filter, maxWaiting, { withUsers })) {
      const { id, address, state, nextAttemptAt } = message;
      const from = new Date(Math.max(now.getTime(), Date.parse(nextAttemptAt ?? now.toISOString())));
      departures.push({ report: { id, kind: kind.id, address, state, detail: '' }, kind, from });
    }
  }

  /** Shows when each message would leave, except those that wait for an operator. */
  private showDepartures(heldIds: readonly string[]): void {
    const sendable = this.departures.filter(({ report }) => !heldIds.includes(report.id));
    sendable.sort((a, b) => a.from.getTime() - b.from.getTime() || Number(a.report.id) - Number(b.report.id));
    for (const { report, kind, from } of sendable)
      this.observer.message({ ...report, ...omitUndefined({ leavesAt: this.times.next(kind, from)?.toISOString() }) });
  }

  private async findIssues(kinds: readonly KindConfig[]): Promise<DataIssues> {
    const { config, session, windows } = this;
    const { timeZone } = config.office;
    const onError = (error: NotifyError) => {
      this.addError(error);
    };
    const today = localDay(session.now, timeZone);
    const gaps = await findRecipientGaps(session.database, kinds, config.kinds, today, onError);
    const malformed = await findMalformedRows(
      session.database,
      windows,
      sourceClock(config.sourceClock, timeZone),
      config.kinds,
      onError,
    );
    if (gaps.length + malformed.length === 0) return noDataIssues;
    return session.inTransaction(({ transaction, now }) =>
      withReportReasons(transaction, gaps, malformed, localDay(now, timeZone)),
    );
  }

  private addKindError(kind: KindId, step: 'planning' | 'sending', error: unknown): void {
    this.reports.get(kind)!.error = step;
    this.addError(asKindError(step === 'planning' ? 'PLANNING_FAILED' : 'SENDING_FAILED', kind, error));
  }

  private addError(error: NotifyError): void {
    if (!this.errors.some(({ message }) => message === error.message)) this.errors.push(error);
  }
}
