import Handlebars from 'handlebars';
import { helpers } from './helpers.js';

/** Without `log`, which would write to the output of the command, and without those that Handlebars calls by itself. */
export const helperNames: ReadonlySet<string> = new Set(
  [...Object.keys(Handlebars.helpers), ...Object.keys(helpers)].filter(
    (name) => name !== 'log' && !name.endsWith('Missing'),
  ),
);

/** Every name that is not a helper is a field, so compiled templates need no look-up of helpers at run time. */
const knownHelpers = {
  knownHelpers: Object.fromEntries([...helperNames].map((name) => [name, true])),
  knownHelpersOnly: true,
};

/**
 * Returns Handlebars' options for a template.
 * @param file helpers get it as the file they were called from (`srcName`, which the types lack)
 * @param noEscape true for parts that are not HTML
 */
export const compileOptions = (file: string, noEscape: boolean): CompileOptions & { noEscape: boolean } =>
  Object.assign({ noEscape, ...knownHelpers }, { srcName: file });
