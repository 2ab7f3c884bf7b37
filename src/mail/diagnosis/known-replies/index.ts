import { connectionReplies } from './connection.js';
import { limitReplies } from './limits.js';
import { loginReplies } from './login.js';
import { recipientReplies } from './recipient.js';
import { senderReplies } from './sender.js';

/** The first reply that matches is used, so specific patterns come before general ones. */
export const knownReplies = [
  ...loginReplies,
  ...senderReplies,
  ...limitReplies,
  ...connectionReplies,
  ...recipientReplies,
];

export type ReplyHint = (typeof knownReplies)[number]['hint'];
