import { NotifyError } from '../errors/index.js';
import { releaseConnections, renewLeases, listRunLeases, type RunState } from '../outbox/index.js';
import { localTime } from '../schedule/index.js';
import type { RunContext } from './run-context.js';
import { hasOwnerEnded } from './run-owner.js';

/** A run that has not renewed its leases for this part of a claim's lease has probably ended; a third is usual. */
const overduePart = 1 / 2;

/**
 * Ends the leases of runs that were killed on this host, so that this run can take their messages. Warns about runs
 * that have not renewed their leases in time: they were killed on another host, or nobody can tell.
 * @returns true if it ended leases
 */
export async function expireLeasesOfEndedRuns(context: RunContext, { now }: RunState): Promise<boolean> {
  const { database, claimLeaseMs, config, onWarning } = context;
  let hasEnded = false;
  for (const { owner, messages, until, renewedAt } of await listRunLeases(database, context)) {
    // Leases that have expired need no warning: this run takes the messages.
    if (until < now) continue;
    if (hasOwnerEnded(owner)) {
      await renewLeases(database, { owner, claimLeaseMs: expired, sendingLeaseMs: expired });
      await releaseConnections(database, owner);
      hasEnded = true;
    } else if (now.getTime() - renewedAt.getTime() > claimLeaseMs * overduePart) {
      const time = (instant: Date) => localTime(instant, config.office.timeZone);
      onWarning(new NotifyError('RUN_ABANDONED', { count: messages, ended: time(renewedAt), until: time(until) }));
    }
  }
  return hasEnded;
}

/** Milliseconds from now at which an ended lease ends. */
const expired = -1000;
