import type { KindId } from '../config/index.js';

/** What a run did with one message, reported as it happens. */
export interface MessageEvent {
  readonly id: string;
  readonly kind: KindId;
  /** NULL if there is no address to send to. */
  readonly address: string | null;
  readonly state: 'planned' | 'sent' | 'deferred' | 'failed' | 'unknown' | 'returned' | 'skipped';
  /** The server's reply, or why the message was skipped. */
  readonly detail: string;
}
