import Handlebars from 'handlebars';
import { helpers } from './helpers.js';

export const helperNames: ReadonlySet<string> = new Set([...Object.keys(Handlebars.helpers), ...Object.keys(helpers)]);

/** What is no helper is a field, which need not be looked for twice. */
const knownHelpers = {
  knownHelpers: Object.fromEntries([...helperNames].map((name) => [name, true])),
  knownHelpersOnly: true,
};

/**
 * How a template is compiled.
 * @param file comes back to a helper as the place it was called from (`srcName`, which the types do not know)
 * @param noEscape for parts that are no HTML
 */
export const compileOptions = (file: string, noEscape: boolean): CompileOptions & { noEscape: boolean } =>
  Object.assign({ noEscape, ...knownHelpers }, { srcName: file });
