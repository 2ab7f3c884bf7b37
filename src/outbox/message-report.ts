import type { KindId } from '../config/index.js';
import type { Decision } from './decision.js';
import type { MessageState } from './message.js';

/** What a run did with one message, reported as it happens. */
export interface MessageReport {
  readonly id: string;
  readonly kind: KindId;
  /** NULL if there is no address to send to. */
  readonly address: string | null;
  /** `queued` in a dry run: a run would send it. */
  readonly state: MessageState;
  /** Absent if no attempt was made. */
  readonly decision?: Decision;
  /** The server's reply, or why the message was skipped. */
  readonly detail: string;
  /** In a dry run: when the message would leave, ISO 8601 in UTC. Absent if not within two weeks. */
  readonly leavesAt?: string;
}
