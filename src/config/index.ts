export * from './config.js';
export { isSqlServerName, text } from './fields.js';
export { filesIn, type Files } from './files.js';
export {
  addressedKindSettings,
  isAddressed,
  clientKindSettings,
  kindSettings,
  type KindRegistry,
  type KindSettings,
} from './kind-settings.js';
export { checkConfig, loadConfig, type LoadOptions } from './load.js';
export { isInPrivateFolder, isReadableByAll, trustOf } from './owners.js';
export { presets, type Preset } from './presets.js';
export { configSchema } from './schema.js';
export { Secret } from './secret.js';
