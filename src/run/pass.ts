import type { NotifyError } from '../errors/index.js';
import type { Delivery, Mailer } from '../mail/index.js';
import { begin, noteWorked, returnPermit, takePermit, type Denial, type Permit } from '../outbox/index.js';
import { pause } from './pause.js';
import { prepare, type Prepared } from './prepare.js';
import { isSettled, record } from './record.js';
import { longestWait, takes, type Roster, type Standing } from './roster.js';
import type { QueueContext } from './send-context.js';
import type { Turn } from './turn.js';

/** What came of sending the queue through one account. */
export interface Course {
  /** Why the account is to be given up. */
  fault?: NotifyError;
  /** The quota that is used up. */
  denial?: Denial;
  /** Whether messages were put back by a fault that may have passed. */
  isReturned: boolean;
  /** Bytes of the largest mail that was left for an account that takes it; 0 when there was none. */
  size: number;
}

/** Sends through one account, one lane a connection. No mailer is opened when there is nothing to send. */
export async function sendThrough(context: QueueContext, roster: Roster, standing: Standing, turn: Turn): Promise<Course> {
  const course: Course = { isReturned: false, size: 0 };
  const source = prepare(context, standing.account.from);
  let mailer: Mailer | undefined;
  try {
    const first = await source.next();
    if (first.done === true) return course;
    mailer = await standing.account.open(turn.connections);
    await new Pass(context, roster, standing, turn, mailer, course, first.value, source).run();
    return course;
  } finally {
    await source.return();
    mailer?.close();
  }
}

class Pass {
  private readonly ready: Prepared[];
  private hasWorked = false;

  constructor(
    private readonly context: QueueContext, private readonly roster: Roster, private readonly standing: Standing, private readonly turn: Turn,
    private readonly mailer: Mailer, private readonly course: Course, first: Prepared, private readonly source: AsyncGenerator<Prepared, void, undefined>,
  ) {
    this.ready = [first];
  }

  async run(): Promise<void> {
    const lanes = await Promise.allSettled(Array.from({ length: this.turn.connections }, () => this.lane()));
    const broken = lanes.find((result) => result.status === 'rejected');
    if (broken !== undefined) throw broken.reason;
  }

  private isOver(): boolean {
    const { course, turn, context } = this;
    return course.fault !== undefined || course.denial !== undefined || turn.isLost || context.deadline.drain.aborted;
  }

  private async lane(): Promise<void> {
    const { context, standing, course, mailer } = this;
    // Not waited for before the next message is fetched: the journal keeps the order, and joins both commits.
    let settled: Promise<unknown> = Promise.resolve();
    for (let prepared = await this.next(); prepared !== undefined; prepared = await this.next()) {
      const permit = await this.mark(prepared);
      await settled;
      if (permit === undefined) continue;
      const { name: account, from } = standing.account;
      const begun = performance.now();
      const { message: { id }, recipient: { address }, messageId, raw } = prepared;
      const delivery = await mailer.deliver({ from, to: address, raw, messageId }, context.deadline.cut);
      const isDoubtSettled = await isSettled(context, account, id, delivery);
      const verdicts = standing.breaker.judge({ id, address, begun, delivery, isDoubtSettled, prepared, account, permit });
      course.isReturned ||= verdicts.some(({ ruling }) => ruling === 'returned' || ruling === 'again');
      const fault = standing.breaker.takeFault();
      if (fault !== undefined) course.fault = fault;
      settled = Promise.all([record(context, verdicts), this.noteWorked(delivery)]);
      settled.catch(() => undefined);
    }
    await settled;
  }

  private async next(): Promise<Prepared | undefined> {
    while (!this.isOver()) {
      const prepared = this.ready.pop() ?? (await this.source.next()).value ?? undefined;
      if (prepared === undefined || this.isOver()) return undefined;
      const { length } = prepared.raw;
      // Where no account takes it, this one says so of the message.
      if (takes(this.standing.account, length) || !this.roster.takes(length)) return prepared;
      this.course.size = Math.max(this.course.size, length);
    }
    return undefined;
  }

  /** Marks a message `sending`, and counts it. @returns undefined when it is not to be sent now, or not by this run */
  private async mark({ message, recipient, token, messageId }: Prepared): Promise<Permit | undefined> {
    const { context, standing: { account }, course } = this;
    while (!this.isOver()) {
      const permit = await context.journal.write(async (transaction) => {
        const allowed = await takePermit(transaction, account);
        if ('waitMs' in allowed) return allowed;
        const isMine = await begin(transaction, {
          id: message.id, token, attempt: message.attempt + 1, messageId, address: recipient.address, account: account.name, now: context.now(),
        });
        if (!isMine) await returnPermit(transaction, account.name, allowed);
        return isMine ? allowed : undefined;
      });
      if (permit === undefined || !('waitMs' in permit)) return permit;
      if (permit.waitMs > longestWait || this.roster.canTakeOver(this.standing)) course.denial = permit;
      else await pause(permit.waitMs, context.deadline.drain);
    }
    return undefined;
  }

  private async noteWorked({ result }: Delivery): Promise<void> {
    if (this.hasWorked || !this.roster.isSeveral || result !== 'sent') return;
    this.hasWorked = true;
    await this.context.journal.write((transaction) => noteWorked(transaction, this.standing.account.name));
  }
}
