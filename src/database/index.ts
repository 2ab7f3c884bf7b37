export { connect } from './connect.js';
export type { Binding, Bindings, Database, DdlTypes, Dialect } from './database.js';
export { migrate, migrateWithin, statementsFrom } from './migrate.js';
export { rehearse } from './rollback.js';
export { serverClock, type Clock } from './server-clock.js';
