import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import Handlebars, { type HelperDelegate, type HelperOptions } from 'handlebars';
import type { KindId } from '../../config/index.js';
import { reasonOf, TemplateBrokenError } from '../../errors/index.js';
import { templatesFolder } from '../../package-root.js';
import { loadBuiltIn, type BuiltIn } from './built-in.js';
import { checkTemplate } from './check-template.js';
import { compileOptions, helperNames } from './compile-options.js';
import { helpers } from './helpers.js';

/** What a mail is about; mail to an administrator and the test message of `test-smtp` are no notifications. */
export type MailKind = KindId | 'alert' | 'test-message';
export type Part = 'subject' | 'text' | 'html';

export interface Templates {
  /** @returns the part rendered, unescaped for subject and text */
  render(kind: MailKind, part: Part, context: object, frame: object): string;
}

const shared = /^(layout|partials)\//;

/**
 * The package's templates, each replaced by the office's file of the same name where there is one. A kind's files are
 * read when a mail needs them; all partials are at once, so that a broken one is told first.
 */
export function loadTemplates(officeDir?: string): Templates {
  const builtIn = loadBuiltIn();
  const office = new OfficeFiles(officeDir);
  const partials = [
    ...new Set([...Object.keys(builtIn.plain).filter((name) => shared.test(name)), ...office.partials()]),
  ];
  const known = { partials: new Set(partials), helpers: helperNames };
  const read = (name: string) => {
    const own = office.read(name);
    if (own !== undefined) checkTemplate(own.file, own.source, known);
    return own;
  };
  const replaced = new Map(partials.map((name) => [name, read(name)]));
  const environments = {
    escaped: environment('escaped', replaced, builtIn),
    plain: environment('plain', replaced, builtIn),
  };
  const compiled = new Map<string, { file: string; template: Handlebars.TemplateDelegate }>();

  function compile(name: string, part: Part) {
    const compileSource = environments[part === 'html' ? 'escaped' : 'plain'];
    const own = read(name);
    return { file: own?.file ?? fileOf(`${name}.hbs`), template: compileSource(name, own) };
  }

  return {
    render(kind, part, context, frame) {
      const name = `${kind}/${part}`;
      const { file, template } = compiled.get(name) ?? compile(name, part);
      compiled.set(name, { file, template });
      try {
        return template(context, { data: frame });
      } catch (error) {
        throw error instanceof TemplateBrokenError ? error : new TemplateBrokenError(file, reasonOf(error));
      }
    },
  };
}

/** A file of the office's is named in full, one of the package's by its name. */
const fileOf = (named: string) => resolve(templatesFolder, named);

interface Source {
  readonly file: string;
  readonly source: string;
}

type Compile = (name: string, own: Source | undefined) => Handlebars.TemplateDelegate;

function environment(
  variant: 'escaped' | 'plain',
  partials: ReadonlyMap<string, Source | undefined>,
  builtIn: BuiltIn,
): Compile {
  const handlebars = Handlebars.create();
  const compile: Compile = (name, own) =>
    own === undefined
      ? handlebars.template(builtIn[variant][name]!)
      : handlebars.compile(own.source, compileOptions(own.file, variant === 'plain'));
  for (const [name, helper] of Object.entries(helpers)) handlebars.registerHelper(name, withLocation(name, helper));
  for (const [name, own] of partials) handlebars.registerPartial(name, compile(name, own));
  return compile;
}

/** A helper whose failure tells file and line of the template that called it. */
function withLocation(name: string, helper: HelperDelegate): HelperDelegate {
  return function located(this: unknown, ...args: unknown[]) {
    try {
      return (helper as (...args: unknown[]) => unknown).apply(this, args);
    } catch (error) {
      const { loc } = args.at(-1) as HelperOptions & { loc: { source: string; start: { line: number } } };
      throw new TemplateBrokenError(fileOf(loc.source), `line ${loc.start.line}: {{${name}}}: ${reasonOf(error)}`);
    }
  };
}

/** What the office has in place of built-in files, and beside them. */
class OfficeFiles {
  constructor(private readonly folder: string | undefined) {}

  partials(): string[] {
    return ['layout', 'partials'].flatMap((directory) => {
      const folder = this.folder === undefined ? undefined : join(this.folder, directory);
      if (folder === undefined || !existsSync(folder)) return [];
      return readdirSync(folder)
        .filter((file) => file.endsWith('.hbs'))
        .map((file) => `${directory}/${file.slice(0, -4)}`);
    });
  }

  read(name: string): Source | undefined {
    const file = this.folder === undefined ? undefined : join(this.folder, `${name}.hbs`);
    if (file === undefined || !existsSync(file)) return undefined;
    try {
      return { file, source: readFileSync(file, 'utf8') };
    } catch (error) {
      throw new TemplateBrokenError(file, reasonOf(error));
    }
  }
}
