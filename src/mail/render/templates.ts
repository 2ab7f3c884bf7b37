import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Handlebars, { type HelperDelegate, type HelperOptions } from 'handlebars';
import type { KindId } from '../../config/index.js';
import { reasonOf, TemplateBrokenError } from '../../errors/index.js';
import { templatesFolder } from '../../package-root.js';
import { checkTemplate } from './check-template.js';
import { helpers } from './helpers.js';

/** What a mail is about; mail to an administrator and the test message of `test-smtp` are no notifications. */
export type MailKind = KindId | 'alert' | 'test-message';
export type Part = 'subject' | 'text' | 'html';

export interface Templates {
  /** @returns the part rendered, unescaped for subject and text */
  render(kind: MailKind, part: Part, context: object, frame: object): string;
}

const shared = ['layout', 'partials'];

/**
 * The Handlebars files of the package, each replaced by the office's file of the same name where there is one.
 * A kind's files are read when a mail needs them; all partials are at once, so that a broken one is told first.
 */
export function loadTemplates(officeDir?: string): Templates {
  const folders = [...(officeDir === undefined ? [] : [officeDir]), templatesFolder];
  const partials = new Map(partialNames(folders).map((name) => [name, read(folders, name)]));
  const known = { partials: new Set(partials.keys()), helpers: helperNames };
  for (const { file, source } of partials.values()) checkTemplate(file, source, known);
  const environments = { escaped: environment(partials, false), plain: environment(partials, true) };
  const compiled = new Map<string, { file: string; template: Handlebars.TemplateDelegate; given: Handlebars.RuntimeOptions }>();

  function compile(name: string, part: Part) {
    const { file, source } = read(folders, name);
    checkTemplate(file, source, known);
    const noEscape = part !== 'html';
    const { handlebars, given } = environments[noEscape ? 'plain' : 'escaped'];
    return { file, template: handlebars.compile(source, options(file, noEscape)), given };
  }

  return {
    render(kind, part, context, frame) {
      const name = `${kind}/${part}`;
      const { file, template, given } = compiled.get(name) ?? compile(name, part);
      compiled.set(name, { file, template, given });
      try {
        return template(context, { ...given, data: { ...frame, root: context } });
      } catch (error) {
        throw error instanceof TemplateBrokenError ? error : new TemplateBrokenError(file, reasonOf(error));
      }
    },
  };
}

/** `srcName`, which the types do not know, comes back to a helper as the place it was called from. */
const options = (srcName: string, noEscape: boolean): Parameters<typeof Handlebars.compile>[1] => Object.assign({ noEscape, ...knownHelpers }, { srcName });

const helperNames: ReadonlySet<string> = new Set([...Object.keys(Handlebars.helpers), ...Object.keys(helpers)]);
/** What is no helper is a field, which need not be looked for twice. */
const knownHelpers = { knownHelpers: Object.fromEntries([...helperNames].map((name) => [name, true])), knownHelpersOnly: true };

interface Source { readonly file: string; readonly source: string }

/** `given` is what a template is called with. */
interface Environment { readonly handlebars: typeof Handlebars; readonly given: Handlebars.RuntimeOptions }

function environment(partials: ReadonlyMap<string, Source>, noEscape: boolean): Environment {
  const handlebars = Handlebars.create();
  for (const [name, helper] of Object.entries(helpers)) handlebars.registerHelper(name, located(name, helper));
  for (const [name, { file, source }] of partials) handlebars.registerPartial(name, handlebars.compile(source, options(file, noEscape)));
  return { handlebars, given: givenToPartials(handlebars) };
}

/**
 * What Handlebars hands to the partials of a template, all helpers among it. A template that is called with it is called as a
 * partial is; called as a template, it would wrap each helper anew for every part of every mail.
 */
function givenToPartials(handlebars: typeof Handlebars): Handlebars.RuntimeOptions {
  let given: Handlebars.RuntimeOptions = {};
  const note = (_context: unknown, options?: Handlebars.RuntimeOptions) => { given = options!; return ''; };
  handlebars.compile('{{> note}}')({}, { partials: { note } });
  return given;
}

/** A helper whose failure tells file and line of the template that called it. */
function located(name: string, helper: HelperDelegate): HelperDelegate {
  return function located(this: unknown, ...args: unknown[]) {
    try {
      return (helper as (...args: unknown[]) => unknown).apply(this, args);
    } catch (error) {
      const { loc } = args.at(-1) as HelperOptions & { loc: { source: string; start: { line: number } } };
      throw new TemplateBrokenError(loc.source, `line ${loc.start.line}: {{${name}}}: ${reasonOf(error)}`);
    }
  };
}

function partialNames(folders: readonly string[]): string[] {
  const names = folders.flatMap((folder) => shared.flatMap((directory) =>
    existsSync(join(folder, directory))
      ? readdirSync(join(folder, directory)).filter((file) => file.endsWith('.hbs')).map((file) => `${directory}/${file.slice(0, -4)}`)
      : []));
  return [...new Set(names)];
}

function read(folders: readonly string[], name: string): Source {
  const files = folders.map((folder) => join(folder, `${name}.hbs`));
  const file = files.find((candidate) => existsSync(candidate)) ?? files.at(-1)!;
  try {
    return { file, source: readFileSync(file, 'utf8') };
  } catch (error) {
    throw new TemplateBrokenError(file, reasonOf(error));
  }
}
