export * from './base.js';
export * from './config-errors.js';
export * from './database-errors.js';
export * from './exit-codes-of.js';
export * from './exit-codes.js';
export * from './mail-errors.js';
export * from './usage-errors.js';
