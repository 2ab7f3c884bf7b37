import type { Config } from '../config/index.js';
import type { CommonOptions } from './options.js';

/** The configuration a subcommand works with: the demo's, the named one, or the one found. */
export async function configurationFor({ demo, config }: CommonOptions): Promise<Config> {
  const directory = process.cwd();
  const { loadConfig } = await import('../config/index.js');
  if (demo === true) {
    const { prepareDemo } = await import('../../demo/index.js');
    return loadConfig({ file: prepareDemo(directory), directory, environment: process.env });
  }
  return loadConfig({ ...(config === undefined ? {} : { file: config }), directory, environment: process.env });
}
