import { normaliseAddress } from '../address.js';
import type { PreparedMessage } from '../compose/prepare-messages.js';
import { domainOf } from '../mail/message-id.js';
import type { Attempt } from './attempt.js';

/** How many messages are looked through for a recipient of another domain. */
const maxLookahead = 100;

/** The messages that are ready to be sent through an account, in order. */
export class ProbeQueue {
  private readonly ready: PreparedMessage[];

  constructor(
    first: PreparedMessage,
    private readonly messages: AsyncGenerator<PreparedMessage, void, undefined>,
  ) {
    this.ready = [first];
  }

  async next(): Promise<PreparedMessage | undefined> {
    return this.ready.shift() ?? (await this.messages.next()).value ?? undefined;
  }

  /**
   * Returns the message that can best show whose fault the refusals are: to a domain that was not refused, else to
   * another recipient, else any.
   */
  async nextProbe(refused: readonly Attempt[]): Promise<PreparedMessage | undefined> {
    const addresses = refused.map(({ prepared }) => addressOf(prepared));
    const domains = addresses.map(domainOf);
    const isOtherDomain = (prepared: PreparedMessage) => !domains.includes(domainOf(addressOf(prepared)));
    const isOtherRecipient = (prepared: PreparedMessage) => !addresses.includes(addressOf(prepared));
    while (this.ready.length < maxLookahead && !this.ready.some(isOtherDomain)) {
      const { value } = await this.messages.next();
      if (value === undefined) break;
      this.ready.push(value);
    }
    const probe = this.ready.find(isOtherDomain) ?? this.ready.find(isOtherRecipient) ?? this.ready[0];
    if (probe !== undefined) this.ready.splice(this.ready.indexOf(probe), 1);
    return probe;
  }
}

function addressOf({ recipient }: PreparedMessage): string {
  return normaliseAddress(recipient.address);
}
