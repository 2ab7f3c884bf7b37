const first = 5 * 60_000;
/** Milliseconds. */
export const longestDelay = 4 * 3_600_000;
const leastDeferrals = 5;
/** Milliseconds; short enough that mails do not wait long once a suspected account works again. */
export const longestRest = 3_600_000;

/**
 * When a refused message is tried again: after 5 minutes, doubling up to 4 hours. Each delay is shortened by up to a
 * third at random, so that messages refused together are not retried together.
 * @param deferrals how often the message was refused before
 * @param random from 0 to 1
 */
export function nextAttempt(now: Date, deferrals: number, random = Math.random()): Date {
  return later(now, deferrals, longestDelay, random);
}

/**
 * When a suspected account, or a suspected message, is tried again: the same, but at least every hour.
 * @param tries how often it was tried in vain before
 */
export function timeOfNextTry(now: Date, tries: number, random = Math.random()): Date {
  return later(now, tries, longestRest, random);
}

function later(now: Date, tries: number, limit: number, random: number): Date {
  const delay = Math.min(limit, first * 2 ** Math.min(tries, 16));
  return new Date(now.getTime() + Math.round(delay * (1 - random / 3)));
}

/** Max resends of a message with unknown outcome. After that it is held, since each resend may be a duplicate. */
export const maxUnknownResends = 5;

/** A message that could not be composed in this many runs fails. */
export const maxFaults = 3;

/**
 * Whether to give up on a message. Several refusals are needed, because time without a server is no refusal.
 * @param refusedFor milliseconds since the recipient's first refusal in which the message could be tried
 */
export function isGivenUp(deferrals: number, refusedFor: number, giveUpAfter: number): boolean {
  return deferrals >= leastDeferrals && refusedFor >= giveUpAfter;
}
