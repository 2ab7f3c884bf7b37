import type { Config, KindRegistry, LoadOptions } from '../config/index.js';
import { currentFolder } from '../current-folder.js';
import { omitUndefined } from '../omit-undefined.js';
import type { CommonOptions } from './options.js';
import type { Output } from './output.js';

/** Loads the configuration of a subcommand and sets the output to its language. @throws errors of `loadConfig` */
export async function loadCommandConfig(output: Output, options: CommonOptions): Promise<Config> {
  const { loadConfig } = await import('../config/index.js');
  const { kinds } = await import('../notifications/index.js');
  let foreign: string | undefined;
  const onForeign = (file: string) => {
    foreign = file;
  };
  const config = await loadConfig(kinds, { ...(await selectConfig(kinds, options)), onForeign });
  if (config.language !== undefined) output.locale = config.language;
  output.zone = config.office.timeZone;
  if (foreign !== undefined && !output.quiet)
    output.printNote(`${output.colours.yellow('!')} ${output.text('command.foreignConfig', { file: foreign })}`);
  return config;
}

/** Selects the configuration of the demo or the one of `--config`. Without both, `loadConfig` searches for one. */
async function selectConfig(kinds: KindRegistry, { demo, config }: CommonOptions): Promise<LoadOptions> {
  const common = { directory: currentFolder(), environment: process.env };
  if (demo !== true) return { ...common, ...omitUndefined({ file: config }) };
  const { prepareDemo } = await import('../../demo/index.js');
  return { ...common, file: await prepareDemo(common.directory, kinds) };
}
