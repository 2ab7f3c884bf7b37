import type { Config } from '../config/index.js';
import type { CommonOptions } from './options.js';
import type { Output } from './output.js';

/** The configuration a subcommand works with; from here on the output speaks its language. */
export async function configurationFor(output: Output, options: CommonOptions): Promise<Config> {
  const config = await load(options);
  if (config.language !== undefined) output.locale = config.language;
  return config;
}

/** The demo's, the named one, or the one found. */
async function load({ demo, config }: CommonOptions): Promise<Config> {
  const directory = process.cwd();
  const { loadConfig } = await import('../config/index.js');
  if (demo === true) {
    const { prepareDemo } = await import('../../demo/index.js');
    return loadConfig({ file: prepareDemo(directory), directory, environment: process.env });
  }
  return loadConfig({ ...(config === undefined ? {} : { file: config }), directory, environment: process.env });
}
