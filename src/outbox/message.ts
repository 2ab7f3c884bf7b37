import type { KindId } from '../config/index.js';
import type { NotifyError } from '../errors/index.js';
import type { Day } from '../schedule/index.js';

/** The states of a message; docs/state.md draws the transitions. */
export const messageStates = [
  'queued',
  'claimed',
  'sending',
  'sent',
  'deferred',
  'failed',
  'unknown',
  'skipped',
] as const;

export type MessageState = (typeof messageStates)[number];

/** SQL: the state to which a claimed or tried message returns. */
export const waitingStateSql = "CASE WHEN next_attempt_at IS NULL THEN 'queued' ELSE 'deferred' END";

export type SkipReason =
  'blocked' | 'no-address' | 'no-user' | 'events-gone' | 'kind-off' | 'not-configured' | 'discarded';

/** A message that this process has leased, with its recipient as the source has it now. */
export interface ClaimedMessage {
  readonly id: string;
  readonly kind: KindId;
  readonly slot: string;
  readonly referenceDay: string | null;
  readonly idempotencyKey: string;
  readonly attempt: number;
  readonly deferrals: number;
  /** How often its content, a template or its values could not be used. */
  readonly faultCount: number;
  /** When its recipient was first refused, if it was. */
  readonly firstRefusalAt: string | null;
  /** When it was due, if it was refused before. */
  readonly nextAttemptAt: string | null;
  /** The Message-ID of earlier attempts, if there were any. */
  readonly messageId: string | null;
  /** Number of events of the message; 0 if its kind has none. */
  readonly events: number;
  readonly recipient: Recipient | SkipReason;
  /** A value of its row that cannot be read. The message must not be sent. */
  readonly fault?: NotifyError;
}

export interface Recipient {
  readonly address: string;
  readonly name: string | null;
  readonly locale: string | null;
  /** The true recipient's address, if the mail goes to somebody else. */
  readonly intendedFor?: string;
  /** Guardians whose deputy the recipient was when the mail was planned. Absent if there are none. */
  readonly deputyFor?: readonly AbsentGuardian[];
  /** True if a deputy is also a guardian of a client in the mail. */
  readonly isGuardian?: true;
}

export interface AbsentGuardian {
  readonly name: string;
  /** The last day of the absence. */
  readonly until: Day;
}
