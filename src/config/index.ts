export * from './config.js';
export { closest } from './closest.js';
export { kindIds, type KindId } from './kinds.js';
export { checkConfig, loadConfig, type LoadOptions } from './load.js';
export { presets, type Preset } from './presets.js';
export { configSchema } from './schema.js';
export { Secret } from './secret.js';
export { adoptTimeZone } from './time-zone.js';
