import { MailboxUnreachableError, type NotifyError } from '../errors/index.js';
import type { Delivery } from '../mail/index.js';

const tolerated = 3;

/**
 * Says when to stop sending: at once when the account is refused, after three faults in a row when the
 * server is out of reach. Servers close connections as they please; one that is lost delays nobody.
 */
export class Breaker {
  private faults = 0;
  private cause: NotifyError | undefined;

  get isOpen(): boolean {
    return this.cause !== undefined;
  }

  /** @returns the error that opened the breaker, once */
  note(delivery: Delivery): NotifyError | undefined {
    if (delivery.result !== 'stopped') {
      this.faults = 0;
      return undefined;
    }
    this.faults += 1;
    const isPassing = delivery.error instanceof MailboxUnreachableError && this.faults < tolerated;
    if (this.isOpen || isPassing) return undefined;
    this.cause = delivery.error;
    return this.cause;
  }
}
