const first = 5 * 60_000;
const longest = 4 * 3_600_000;
const leastDeferrals = 5;

/**
 * When a refused message is tried again: 5 minutes, doubling up to 4 hours, each shortened by up to a third
 * at random so that messages refused together do not come back together.
 * @param deferrals how often it was refused before
 * @param random 0 to 1
 */
export function nextAttempt(now: Date, deferrals: number, random = Math.random()): Date {
  const delay = Math.min(longest, first * 2 ** Math.min(deferrals, 16));
  return new Date(now.getTime() + Math.round(delay * (1 - random / 3)));
}

/** How often a mail is sent again of which nobody knows whether it arrived; then it is held, for each may be one copy too many. */
export const maxUnknownResends = 5;

/**
 * Whether the time to give up has come. Time in which no server was there to ask is no refusal, so there must
 * have been several.
 * @param refusedFor milliseconds since the first reply about this recipient in which it could be tried
 */
export function isGivenUp(deferrals: number, refusedFor: number, giveUpAfter: number): boolean {
  return deferrals >= leastDeferrals && refusedFor >= giveUpAfter;
}
