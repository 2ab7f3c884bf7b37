import type { NotifyError } from '../errors/index.js';
import type { Delivery } from '../mail/index.js';

/** Faults in a row that no recipient can be the cause of. */
const tolerated = 3;
/** Times in a run that a mail's connection is lost, before that is the recipient's doing: a server that closes every tenth meets one mail twice. */
const toleratedCuts = 3;
/** Recipients in a row who, told the same, make it a word about the account. */
const suspicious = 3;
/** Recipients tried, those included, before a suspicion ends the run: one who gets the mail refutes it. */
const probed = 8;

/** A delivery, and who it was for. */
export interface Trial {
  readonly id: string;
  readonly address: string;
  readonly delivery: Delivery;
  /** When it began, on the monotonic clock. */
  readonly begun: number;
  /** The account has delivered to others since this mail was first in doubt: it cannot be the account's fault. */
  readonly isDoubtSettled: boolean;
}

/** `returned`: as if untried. `again`: behind those not yet tried. `doubted`: later, and not yet anybody's fault. */
export type Ruling = Exclude<Delivery['result'], 'stopped'> | 'returned' | 'again' | 'doubted';

export interface Verdict<Of extends Trial> {
  readonly trial: Of;
  readonly ruling: Ruling;
}

interface Doubt<Of extends Trial> {
  readonly trial: Of;
  readonly at: number;
  readonly suspicion: NotifyError;
  readonly signature: string;
  /** Whether its fate hangs on what the others are told. */
  readonly isPending: boolean;
}

/**
 * Says when to stop sending, and whose fault a refusal is.
 *
 * An account that is refused stops at once; a server out of reach, after three faults in a row, for servers close
 * connections as they please. A refusal that could be the recipient's or the account's is put off until it shows:
 * the next mail that is accepted makes it the recipient's; the same for eight recipients in a row, or for three
 * and nobody left, makes it the account's, and nobody's fault.
 */
export class CircuitBreaker<Of extends Trial = Trial> {
  private faults = 0;
  private passing: NotifyError | undefined;
  private cause: NotifyError | undefined;
  private doubts: Doubt<Of>[] = [];
  private readonly cuts = new Map<string, number>();

  get isOpen(): boolean {
    return this.cause !== undefined;
  }

  /** @returns what becomes of the mail, and of earlier ones whose doubt it clears up */
  onResult(trial: Of, now = performance.now()): Verdict<Of>[] {
    const { id, delivery, begun, isDoubtSettled } = trial;
    if (delivery.result === 'stopped' || delivery.result === 'unknown') {
      this.faults += 1;
      const error = delivery.result === 'stopped' ? delivery.error : delivery.suspicion;
      this.passing = error;
      if (error?.code !== 'MAILBOX_UNREACHABLE' || this.faults >= tolerated) this.open(error);
      return [{ trial, ruling: delivery.result === 'stopped' ? 'returned' : 'unknown' }];
    }
    this.faults = 0;
    this.passing = undefined;
    const { result, suspicion } = delivery;
    const mayPass = suspicion !== undefined && result === 'deferred' && this.countCut(id) < toleratedCuts;
    const isCertain = suspicion === undefined || (isDoubtSettled && !mayPass);
    const signature = isCertain ? undefined : signatureOf(delivery);
    const cleared = this.clear((doubt) => doubt.at < begun && doubt.signature !== signature);
    if (isCertain || signature === undefined) return [...cleared, { trial, ruling: result }];

    this.doubts.push({ trial, at: now, suspicion, signature, isPending: !mayPass });
    if (this.recipientsTold(signature) >= probed) this.open(suspicion);
    return [...cleared, { trial, ruling: mayPass ? 'again' : 'doubted' }];
  }

  /** The fault in which the last mail ended; it may pass. */
  get lastFault(): NotifyError | undefined {
    return this.passing;
  }

  /** Nobody is left to try. @returns the mails that are their recipients' fault after all */
  finish(): Verdict<Of>[] {
    if (this.isOpen) return [];
    for (const { suspicion, signature } of this.doubts) {
      if (this.recipientsTold(signature) >= suspicious) this.open(suspicion);
    }
    return this.clear(({ signature }) => this.recipientsTold(signature) < suspicious);
  }

  /** The error that opened the breaker, once. */
  takeError(): NotifyError | undefined {
    const { untold } = this;
    this.untold = undefined;
    return untold;
  }
  private untold: NotifyError | undefined;

  /** Mails that stay in doubt. */
  get suspected(): Of[] {
    return this.doubts.filter(({ isPending }) => isPending).map(({ trial }) => trial);
  }

  private countCut(id: string): number {
    const cuts = (this.cuts.get(id) ?? 0) + 1;
    this.cuts.set(id, cuts);
    return cuts;
  }

  private open(error: NotifyError | undefined): void {
    if (this.isOpen) return;
    this.cause = this.untold = error;
  }

  private clear(isCleared: (doubt: Doubt<Of>) => boolean): Verdict<Of>[] {
    const cleared = this.doubts.filter(isCleared);
    this.doubts = this.doubts.filter((doubt) => !cleared.includes(doubt));
    return cleared
      .filter(({ isPending }) => isPending)
      .map(({ trial }) => ({ trial, ruling: trial.delivery.result as Ruling }));
  }

  private recipientsTold(signature: string): number {
    return new Set(
      this.doubts.filter((doubt) => doubt.signature === signature).map(({ trial }) => trial.address.toLowerCase()),
    ).size;
  }
}

/** What two refusals have in common that mean the same: no address, number or queue id in it. */
function signatureOf({ result, reply }: Delivery): string {
  if (result === 'deferred') return 'cut off';
  const words = reply.text
    .toLowerCase()
    .replace(/<[^>]*>|\S+@\S+/g, '')
    .split(/\s+/)
    .filter((word) => !/\d/.test(word));
  return [reply.code, reply.enhancedCode, ...words].join(' ');
}
