/** What a mail server's reply to a message, or the lack of one, means. */
export const replyClasses = [
  /** The server took the message. */
  'accepted',
  /** The recipient or the message is refused for now. */
  'temporary',
  /** The recipient or the message is refused for good. */
  'permanent',
  /** Refused for good, but it may be the account that is refused: more recipients will tell. */
  'ambiguous',
  /** The connection broke in the middle of a message: by chance, unless it happens again with this recipient. */
  'disconnected',
  /** The connection broke after the final dot: nobody knows whether the server took the message. */
  'no-reply',
  /** The server cannot be reached, or a limit of the account holds for now. */
  'unreachable',
  /** The account may not send, or not so much. */
  'sender-refused',
  'login-refused',
] as const;

export type ReplyClass = (typeof replyClasses)[number];

/** True if the account is at fault and not the recipient: no other message can be sent through it either. */
export function isAccountError(replyClass: ReplyClass): boolean {
  return replyClass === 'unreachable' || replyClass === 'sender-refused' || replyClass === 'login-refused';
}
