/** What becomes of a message after an attempt; kept as `outcome` of the attempt. */
export const decisions = [
  'sent',
  /** The recipient is refused for now. */
  'deferred',
  /** The recipient is refused for good, or was refused for too long. */
  'failed',
  /** Nobody knows whether the server took it. */
  'unknown',
  /** The account is at fault: the message waits as if it had not been tried. */
  'requeued',
  /** The account may be at fault: the message waits behind those not yet tried, and nothing counts against it. */
  'suspected',
  /** The connection broke, perhaps by chance, or another account works: the message is tried again in this run. */
  'retried',
] as const;

export type Decision = (typeof decisions)[number];
