export { connect } from './connect.js';
export type { Binding, Bindings, Database, DdlTypes, Dialect, Exposure } from './database.js';
export { migrate, migrateWithin, stateVersion, versionsTable } from './migrate.js';
export { migrations } from './migrations/index.js';
export { rehearse } from './rollback.js';
export { clockFrom, serverClock, type Clock } from './server-clock.js';
