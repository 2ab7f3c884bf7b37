import type { KindConfig } from '../config/index.js';
import type { Statement } from '../database/index.js';
import { connectionStatements } from './accounts/connections.js';
import { evidenceStatements } from './accounts/evidence.js';
import { lastSuccessStatements } from './accounts/last-success.js';
import { quotaStatements } from './accounts/quota.js';
import { alertStatements } from './alerts.js';
import { claimStatements } from './claim.js';
import { countStatements } from './counts.js';
import { forgetGoneStatements } from './forget-gone-events.js';
import { accountAttemptStatements } from './account-attempts.js';
import { reportStatements } from './issue-reports.js';
import { lastMessageStatements } from './last-message.js';
import { lastRunStatements } from './last-runs.js';
import { leaseStatements } from './leases.js';
import { listMessagesStatements } from './list-messages.js';
import { markSendingStatements } from './mark-sending.js';
import { operatorStatements } from './operator.js';
import { activationStatements } from './planning/activations.js';
import { baselineStatements, waitingStatements } from './planning/baseline.js';
import { plannedCountStatements } from './planning/counts.js';
import { fallbackStatements } from './planning/enqueue-for-fallback.js';
import { guardianStatements } from './planning/enqueue-for-guardians.js';
import { heldPlanStatements } from './planning/held-plans.js';
import { plannedSlotStatements } from './planning/planned-slots.js';
import { leftoverStatements } from './planning/leftovers.js';
import { summaryStatements } from './planning/enqueue-summaries.js';
import { ownClientStatements } from './own-clients.js';
import type { EventSource } from './planning/event-source.js';
import { deputyStatements, nextDeputyStatements } from './planning/select-deputies.js';
import { newEventStatements, pendingStatements } from './planning/select-pending-events.js';
import { pruneStatements } from './prune.js';
import { readClaimedStatements } from './read-claimed.js';
import { faultStatements } from './record-fault.js';
import { outcomeStatements } from './record-outcome.js';
import { recordRunStatements } from './record-run.js';
import { recoverStatements } from './recover.js';
import { futureTimeStatements } from './reset-future-times.js';
import { runStateStatements } from './run-state.js';
import { skipStatements } from './skip.js';
import { standingFaultStatements } from './standing-faults.js';
import { stuckStatements } from './stuck-messages.js';
import { suspectedStatements } from './suspected.js';

/** All statements on messages and their life. @param kinds the enabled kinds, which some statements name */
export function outboxStatements(kinds: readonly KindConfig[]): Statement[] {
  return [
    ...runStateStatements(kinds),
    ...activationStatements,
    ...waitingStatements,
    ...pendingStatements,
    ...nextDeputyStatements,
    ...fallbackStatements,
    ...summaryStatements,
    ...leftoverStatements,
    ...plannedCountStatements,
    ...plannedSlotStatements,
    ...heldPlanStatements,
    ...recoverStatements(kinds),
    ...leaseStatements,
    ...stuckStatements,
    ...futureTimeStatements,
    ...claimStatements(kinds.map(({ id }) => id)),
    ...countStatements(kinds),
    ...readClaimedStatements,
    ...skipStatements,
    ...connectionStatements,
    ...evidenceStatements,
    ...suspectedStatements(kinds.map(({ id }) => id)),
    ...lastSuccessStatements,
    ...quotaStatements,
    ...markSendingStatements,
    ...outcomeStatements,
    ...faultStatements,
    ...accountAttemptStatements,
    ...operatorStatements(kinds.map(({ id }) => id)),
    ...alertStatements(kinds),
    ...reportStatements,
    ...standingFaultStatements,
    ...recordRunStatements,
    ...lastRunStatements,
    ...lastMessageStatements,
    ...listMessagesStatements,
    ...pruneStatements,
  ];
}

/** The statements that plan the events of a source. */
export function eventStatements(source: EventSource): Statement[] {
  return [
    ...baselineStatements(source),
    ...newEventStatements(source),
    ...deputyStatements(source),
    ...guardianStatements(source),
    ...forgetGoneStatements(source),
    ...ownClientStatements(source),
  ];
}
