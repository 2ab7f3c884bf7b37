export * from './config.js';
export { suggest } from './suggest.js';
export { kindIds, type KindId } from './kinds.js';
export { checkConfig, loadConfig, type LoadOptions } from './load.js';
export { presets, type Preset } from './presets.js';
export { configSchema } from './schema.js';
export { Secret } from './secret.js';
