export { connect } from './connect.js';
export { affectsAllKinds } from './affects-all-kinds.js';
export type {
  Binding,
  Bindings,
  Database,
  DeclaredColumn,
  Dialect,
  InsecureConnection,
  ServerQuestions,
  Statement,
} from './database.js';
export { isStateCurrent, migrate, migrateWithin, stateVersion } from './migrate.js';
export { databaseStatements } from './statements.js';
export { migrations } from './migrations/list.js';
export { inRolledBackTransaction } from './in-rolled-back-transaction.js';
export { stateError } from './state-damaged.js';
export { clockFrom, maxClockSkewMs, serverClock, type Clock } from './server-clock.js';
export { compileStatement, statement } from './statement.js';
