import type { Config, KindConfig } from '../config/index.js';
import type { Database } from '../database/index.js';
import { accountEvidence, hasUntried, isLoginRefusal, QuotaForecast } from '../outbox/index.js';
import type { SendingHours } from '../schedule/index.js';
import { accountsOf } from '../send/accounts.js';

/** Later times are not foretold. */
const horizonMs = 14 * 86_400_000;

interface AccountTimes {
  readonly quota: QuotaForecast;
  /** Until when it is left alone, because it refused what it was given. */
  restsUntil: Date;
  readonly refusedAt: string | null;
  /** Whether it rests because its login was refused. */
  readonly isLoginRefused: boolean;
}

/** Tells when mails would leave: in open hours, when an account does not rest and has quota. */
export class SendingTimes {
  private readonly openTimes = new Map<string, Date | undefined>();

  private constructor(
    private readonly accounts: readonly AccountTimes[],
    private readonly hours: SendingHours,
    private readonly now: Date,
  ) {}

  static async load(database: Database, config: Config, hours: SendingHours, now: Date): Promise<SendingTimes> {
    const evidence = await accountEvidence(database);
    const accounts: AccountTimes[] = [];
    for (const account of accountsOf(config.mailbox)) {
      const known = evidence.find((found) => found.account === account.name);
      const { restsUntil = null, refusedAt = null, phase = null, refusal = null } = known ?? {};
      const quota = await QuotaForecast.load(database, account);
      accounts.push({
        quota,
        restsUntil: new Date(restsUntil ?? now),
        refusedAt,
        isLoginRefused: isLoginRefusal({ phase: phase ?? '', text: refusal ?? '' }),
      });
    }
    return new SendingTimes(accounts, hours, now);
  }

  /** Wakes accounts that rest if mails of this kind were planned since: a run then tries them again. */
  async wakeAccounts(transaction: Database, kind: KindConfig): Promise<void> {
    for (const account of this.accounts)
      if (
        !account.isLoginRefused &&
        account.restsUntil > this.now &&
        (await hasUntried(transaction, [kind.id], account.refusedAt!))
      )
        account.restsUntil = this.now;
  }

  /**
   * When the next mail of a kind would leave, not before `from`. It then counts against the quota of its account.
   * @returns undefined if not within two weeks
   */
  next(kind: KindConfig, from: Date): Date | undefined {
    const [first] = this.accounts
      .map(({ quota, restsUntil }) => ({
        quota,
        at: this.sendingTime(kind, quota, from > restsUntil ? from : restsUntil),
      }))
      .sort((a, b) => a.at - b.at);
    const { quota, at } = first!;
    if (at > this.now.getTime() + horizonMs) return undefined;
    quota.count(new Date(at));
    return new Date(at);
  }

  /** The first time when the hours are open and the account has quota; infinite if there is none. */
  private sendingTime(kind: KindConfig, quota: QuotaForecast, from: Date): number {
    for (let at = from; ;) {
      const open = this.openFrom(kind, at);
      if (open === undefined || at.getTime() > this.now.getTime() + horizonMs) return Number.POSITIVE_INFINITY;
      at = quota.next(open);
      if (at.getTime() === open.getTime()) return at.getTime();
    }
  }

  private openFrom({ id }: KindConfig, at: Date): Date | undefined {
    const key = `${id} ${at.getTime()}`;
    if (!this.openTimes.has(key)) this.openTimes.set(key, this.hours.get(id)!.nextOpen(at));
    return this.openTimes.get(key);
  }
}
