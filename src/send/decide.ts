import type { ReplyClass } from '../mail/reply-class.js';
import type { Decision } from '../outbox/index.js';

/** What is known about an attempt when it is decided. */
export interface AttemptFacts {
  readonly replyClass: ReplyClass;
  /** The account has delivered to somebody in an attempt that began after this reply. */
  readonly isFollowedByDelivery: boolean;
  /** The recipient was refused with the same reply before, and that was found to be the recipient's fault. */
  readonly wasRefusedAlike: boolean;
  /** The connection was lost so seldom at this message in this run that it may be chance. */
  readonly canRetry: boolean;
}

/**
 * Decides what becomes of a message. The reply's class says who may be at fault, and a later delivery says who is. See
 * docs/decisions/0007.
 */
export function decide({ replyClass, isFollowedByDelivery, wasRefusedAlike, canRetry }: AttemptFacts): Decision {
  const isRecipientAtFault = isFollowedByDelivery || wasRefusedAlike;
  switch (replyClass) {
    case 'accepted':
      return 'sent';
    case 'temporary':
      return 'deferred';
    case 'permanent':
      return 'failed';
    case 'no-reply':
      return 'unknown';
    case 'unreachable':
    case 'sender-refused':
    case 'login-refused':
      return 'requeued';
    case 'ambiguous-temporary':
      return isRecipientAtFault ? 'deferred' : 'suspected';
    case 'ambiguous':
      return isFollowedByDelivery ? 'failed' : 'suspected';
    case 'disconnected':
      if (canRetry) return 'retried';
      return isRecipientAtFault ? 'deferred' : 'suspected';
  }
}
