/** Classes of a mail server's reply to a message, or of its absence. */
export const replyClasses = [
  /** The server accepted the message. */
  'accepted',
  /** The recipient's mailbox is refused, but a later attempt may succeed. */
  'temporary',
  /** The recipient's address or mailbox, or the size of the message, is refused for good. */
  'permanent',
  /** Refused for now, either the recipient or the account: what is delivered afterwards decides. */
  'ambiguous-temporary',
  /** Refused for good, either the recipient or the account: what is delivered afterwards decides. */
  'ambiguous',
  /** The connection broke in the middle of a message. This is chance, unless it repeats with this recipient. */
  'disconnected',
  /** The connection broke after the final dot: the server may or may not have accepted the message. */
  'no-reply',
  /** The server cannot be reached, or a limit of the account is used up for now. */
  'unreachable',
  /** The account is not allowed to send, or has exceeded a limit. */
  'sender-refused',
  'login-refused',
] as const;

export type ReplyClass = (typeof replyClasses)[number];

/** True if the recipient or the message is refused for certain. */
export function isRecipientError(replyClass: ReplyClass): boolean {
  return replyClass === 'temporary' || replyClass === 'permanent';
}

/** True if it is unknown whether the account or the recipient is refused. Sending through another account tells. */
export function isAmbiguous(replyClass: ReplyClass): boolean {
  return replyClass === 'ambiguous' || replyClass === 'ambiguous-temporary' || replyClass === 'disconnected';
}

/** True if the account is refused, not the recipient: it can send no other message either. */
export function isAccountError(replyClass: ReplyClass): boolean {
  return replyClass === 'unreachable' || replyClass === 'sender-refused' || replyClass === 'login-refused';
}
