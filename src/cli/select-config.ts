import type { Config, LoadOptions } from '../config/index.js';
import type { CommonOptions } from './options.js';
import type { Output } from './output.js';

/** Loads the configuration of a subcommand. From then on the output uses its language. */
export async function configurationFor(output: Output, options: CommonOptions): Promise<Config> {
  const { loadConfig } = await import('../config/index.js');
  const config = await loadConfig(await selectConfig(options));
  if (config.language !== undefined) output.locale = config.language;
  return config;
}

/** The demo's, the named one, or the one that is found. */
async function selectConfig({ demo, config }: CommonOptions): Promise<LoadOptions> {
  const common = { directory: process.cwd(), environment: process.env };
  if (demo !== true) return { ...common, ...(config === undefined ? {} : { file: config }) };
  const { prepareDemo } = await import('../../demo/index.js');
  return { ...common, file: prepareDemo(common.directory) };
}
