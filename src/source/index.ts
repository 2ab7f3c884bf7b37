export { checkContract, type LongColumn } from './check.js';
export { contract, type Column, type View, type ViewName } from './contract.js';
export { findUsers, isAddress, type UserRecord } from './find-users.js';
export { guardianGaps, userGaps, type GuardianRole, type RecipientGap } from './gaps.js';
export { sourceStatements } from './statements.js';
export { malformedRows, wellFormed, type MalformedRow } from './malformed.js';
export { hasAddress, isReachable, plainAddress } from './reachable.js';
export { similarNames } from './similar-names.js';
export { sourceClock, type SourceClock } from './source-clock.js';
