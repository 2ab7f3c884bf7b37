import type { Config, KindRegistry, LoadOptions } from '../config/index.js';
import { defined } from '../defined.js';
import type { CommonOptions } from './options.js';
import type { Output } from './output.js';

/** The configuration a subcommand works with; from here on the output speaks its language, and the process has its time zone. */
export async function configurationFor(output: Output, options: CommonOptions): Promise<Config> {
  const { setProcessTimeZone, loadConfig } = await import('../config/index.js');
  const { kinds } = await import('../notifications/index.js');
  const config = await loadConfig(kinds, await selectConfig(kinds, options));
  setProcessTimeZone(config.office.timeZone);
  if (config.language !== undefined) output.locale = config.language;
  return config;
}

/** The demo's, the named one, or the one that is found. */
async function selectConfig(kinds: KindRegistry, { demo, config }: CommonOptions): Promise<LoadOptions> {
  const common = { directory: process.cwd(), environment: process.env };
  if (demo !== true) return { ...common, ...defined({ file: config }) };
  const { prepareDemo } = await import('../../demo/index.js');
  return { ...common, file: prepareDemo(common.directory, kinds) };
}
