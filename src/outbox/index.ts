export {
  leaseConnections,
  recordAcceptedConnections,
  releaseConnections,
  renewConnections,
} from './accounts/connections.js';
export {
  accountEvidence,
  endRests,
  recordDelivery,
  isLoginRefusal,
  recordRefusal,
  suspectedAccounts,
  type AccountEvidence,
} from './accounts/evidence.js';
export { QuotaForecast } from './accounts/quota-forecast.js';
export { byLastSuccess } from './accounts/last-success.js';
export {
  releaseQuota,
  reserveQuota,
  type AccountLimits,
  type RateLimited,
  type QuotaReservation,
} from './accounts/quota.js';
export {
  claimDailyAlert,
  finishDailyAlert,
  releaseDailyAlert,
  failedBetween,
  heldSince,
  lastAlert,
  type AlertMessages,
} from './alerts.js';
export { bounded } from './bounded.js';
export { stuckMessages } from './stuck-messages.js';
export { markSending } from './mark-sending.js';
export { claim, moveClaim } from './claim.js';
export { decisions, type Decision } from './decision.js';
export { countDue, countOpenMessages, heldMessages, openByKind, type OpenOfKind } from './counts.js';
export { deliveringAccounts, wasAccountAtFault } from './account-attempts.js';
export { GroupCommit } from './group-commit.js';
export type { MessageReport } from './message-report.js';
export { deleteMessage, lastMessage, newestMessageId, type LastMessage } from './last-message.js';
export {
  findMessage,
  leaseMessage,
  listAttempts,
  listMessages,
  type Attempt,
  type ListedMessage,
  type MessageFilter,
} from './list-messages.js';
export { lastRuns } from './last-runs.js';
export { messageStates, type ClaimedMessage, type MessageState, type Recipient, type SkipReason } from './message.js';
export { reasonsToReport, recordReports, type IssueReport, type ReportReason } from './issue-reports.js';
export { discard, resend, retryFailed } from './operator.js';
export {
  endActivation,
  kindStates,
  advanceTrackedSince,
  recordSlot,
  startActivation,
  type KindState,
} from './planning/activations.js';
export { enqueueForGuardians } from './planning/enqueue-for-guardians.js';
export { countRememberedFrom, recordBaseline } from './planning/baseline.js';
export { enqueueForFallback } from './planning/enqueue-for-fallback.js';
export { hadDeputies, selectDeputies } from './planning/select-deputies.js';
export { selectPendingEvents } from './planning/select-pending-events.js';
export {
  claimHeldAlert,
  finishHeldAlert,
  decideHeldPlans,
  discardPlan,
  endHold,
  heldPlans,
  holdPlan,
  releaseHeldAlert,
} from './planning/held-plans.js';
export {
  countSlotEntries,
  isSlotUsed,
  recordPlannedSlot,
  slotFigures,
  type SlotFigures,
} from './planning/planned-slots.js';
export { deleteLeftovers } from './planning/leftovers.js';
export { plannedCounts, type PlannedCounts } from './planning/counts.js';
export {
  countNewApprovals,
  enqueueAddressSummaries,
  enqueueUserSummaries,
  type SummaryPeriod,
} from './planning/enqueue-summaries.js';
export type { EventSource } from './planning/event-source.js';
export { addressKey, type ActivationPlan, type Plan } from './planning/plan.js';
export { retentionCutoff, prune } from './prune.js';
export { readClaimed } from './read-claimed.js';
export { recordFault } from './record-fault.js';
export { recordRun, startRun, unfinished, type RunIdentity, type RunOutcome } from './record-run.js';
export { recoverAbandoned, releaseClaims, renewLeases } from './recover.js';
export { isGivenUp, maxFaults, nextAttempt, timeOfNextTry } from './retry-policy.js';
export { recordOutcome, type AttemptOutcome } from './record-outcome.js';
export { forgetGoneEvents } from './forget-gone-events.js';
export { findOwnClients } from './own-clients.js';
export { skip } from './skip.js';
export { faultName, recordStandingFaults, standingFaults, type StandingFault } from './standing-faults.js';
export { eventStatements, outboxStatements } from './statements.js';
export { listRunLeases } from './leases.js';
export {
  countSuspicions,
  countWaiting,
  hasUntried,
  lastDeferral,
  requeueAllSuspected,
  requeueSuspected,
} from './suspected.js';
export { resetFutureTimes } from './reset-future-times.js';
export { loadRunState, type RunState } from './run-state.js';
