export { connect } from './connect.js';
export type { Binding, Bindings, Database, DdlTypes, Dialect, Exposure } from './database.js';
export { migrate, migrateWithin, versionsTable } from './migrate.js';
export { rehearse } from './rollback.js';
export { serverClock, type Clock } from './server-clock.js';
