import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import Handlebars, { type HelperDelegate, type HelperOptions } from 'handlebars';
import { decodeText } from '../../decode-text.js';
import { readRegularFile } from '../../read-regular-file.js';
import { fileReasonOf, reasonOf, TemplateBrokenError } from '../../errors/index.js';
import type { Message } from '../../messages/index.js';
import { templatesFolder } from '../../package-root.js';
import { loadBuiltIn, type BuiltIn } from './built-in.js';
import { checkCycle, type IncludingPartial } from './check-cycle.js';
import { checkTemplate, type Usage } from './check-template.js';
import { compileOptions, helperNames } from './compile-options.js';
import { helpers } from './helpers.js';
import { toUnixLineEnds } from './line-ends.js';
import type { MailKind } from './mail-kind.js';
import { knownNames } from './office-files.js';
import { readFolder } from './read-folder.js';
import { onLine, TemplateFault } from './template-fault.js';
import { textArguments } from './text-arguments.js';

const parts = ['subject', 'preheader', 'text', 'html'] as const;
export type Part = (typeof parts)[number];

export interface Templates {
  /** Renders a part. Values are escaped in HTML only. @throws TemplateBrokenError */
  render(kind: MailKind, part: Part, context: object, frame: object): string;
  /** Reads and compiles all parts of a kind. @throws TemplateBrokenError */
  check(kind: MailKind): void;
}

const shared = /^(layout|partials)\//;

/**
 * Loads the package's templates. A file of the office replaces the template of the same name. All partials are read at
 * once, a kind's files when a mail needs them. A broken partial is the fault of the kinds that include it.
 * @throws TemplateBrokenError if the office's folder cannot be read
 */
export function loadTemplates(officeDir?: string): Templates {
  const builtIn = loadBuiltIn();
  const office = new OfficeFiles(officeDir);
  const partials = [
    ...new Set([...Object.keys(builtIn.plain).filter((name) => shared.test(name)), ...office.partials()]),
  ];
  const names = new Set(partials);
  let known: ReadonlySet<string> | undefined;
  const checked = ({ file, source }: Source): CheckedSource => {
    const used = checkTemplate(file, source, {
      partials: names,
      helpers: helperNames,
      values: () => (known ??= knownNames(officeDir ?? templatesFolder)),
      texts: textArguments(),
    });
    return { file, source, includes: used.filter(({ name }) => names.has(name)) };
  };
  const read = (name: string): CheckedSource | undefined => {
    const custom = office.read(name);
    return custom === undefined ? undefined : checked(custom);
  };
  const broken = new Map<string, unknown>();
  const tryPartial = <Result>(name: string, work: () => Result): Result | undefined => {
    try {
      return work();
    } catch (error) {
      broken.set(name, error);
      return undefined;
    }
  };
  const customPartials = new Map(partials.map((name) => [name, tryPartial(name, () => read(name))]));
  const sourceOf = (name: string): IncludingPartial =>
    broken.has(name) ? { file: name, includes: [] } : (customPartials.get(name) ?? checked(builtInSource(name)));
  for (const [name, custom] of customPartials)
    if (custom !== undefined)
      tryPartial(name, () => {
        checkCycle(name, sourceOf);
      });
  const sound = new Map([...customPartials].filter(([name]) => !broken.has(name)));
  const environments = {
    escaped: environment('escaped', sound, builtIn),
    plain: environment('plain', sound, builtIn),
  };

  /** @throws the fault of a partial that a template includes, directly or through others */
  function checkIncluded(includes: readonly Usage[], seen = new Set<string>()): void {
    for (const { name } of includes) {
      if (broken.has(name)) throw broken.get(name);
      if (seen.has(name)) continue;
      seen.add(name);
      checkIncluded(sourceOf(name).includes, seen);
    }
  }

  const compiled = new Map<string, { file: string; template: Handlebars.TemplateDelegate }>();

  function compile(name: string, part: Part) {
    const compileTemplate = environments[part === 'html' ? 'escaped' : 'plain'];
    const custom = read(name);
    if (broken.size > 0) checkIncluded((custom ?? checked(builtInSource(name))).includes);
    return { file: custom?.file ?? fileOf(`${name}.hbs`), template: compileTemplate(name, custom) };
  }

  return {
    check(kind) {
      for (const part of parts) compile(`${kind}/${part}`, part);
    },
    render(kind, part, context, frame) {
      const name = `${kind}/${part}`;
      const { file, template } = compiled.get(name) ?? compile(name, part);
      compiled.set(name, { file, template });
      try {
        const rendered = template(context, { data: frame });
        if (part === 'subject' && rendered.trim() === '')
          throw new TemplateBrokenError(file, onLine(1, { code: 'template.emptySubject' }));
        return rendered;
      } catch (error) {
        if (error instanceof TemplateBrokenError) throw error;
        throw new TemplateBrokenError(file, { code: 'template.rendering', args: { reason: reasonOf(error) } });
      }
    },
  };
}

/** A file of the office is named by its full path, a file of the package relative to its templates. */
const fileOf = (named: string) => resolve(templatesFolder, named);

interface Source {
  readonly file: string;
  readonly source: string;
}

interface CheckedSource extends Source {
  readonly includes: readonly Usage[];
}

function builtInSource(name: string): Source {
  const file = fileOf(`${name}.hbs`);
  return { file, source: readFileSync(file, 'utf8') };
}

type Compile = (name: string, custom: Source | undefined) => Handlebars.TemplateDelegate;

function environment(
  variant: 'escaped' | 'plain',
  partials: ReadonlyMap<string, Source | undefined>,
  builtIn: BuiltIn,
): Compile {
  const handlebars = Handlebars.create();
  const compile: Compile = (name, custom) =>
    custom === undefined
      ? handlebars.template(builtIn[variant][name]!)
      : handlebars.compile(custom.source, compileOptions(custom.file, variant === 'plain'));
  for (const [name, helper] of Object.entries(helpers)) handlebars.registerHelper(name, withLocation(name, helper));
  for (const [name, custom] of partials) handlebars.registerPartial(name, compile(name, custom));
  return compile;
}

/** Wraps a helper so that its error names file and line of the template that called it. */
function withLocation(name: string, helper: HelperDelegate): HelperDelegate {
  return function helperWithLocation(this: unknown, ...args: unknown[]) {
    try {
      return (helper as (...args: unknown[]) => unknown).apply(this, args);
    } catch (error) {
      const { loc } = args.at(-1) as HelperOptions & { loc: { source: string; start: { line: number } } };
      const reason: Message =
        error instanceof TemplateFault
          ? error.reason
          : { code: 'template.badValues', args: { reason: reasonOf(error) } };
      const fault: Message = { code: 'template.helper', args: { call: `{{${name}}}`, reason } };
      throw new TemplateBrokenError(fileOf(loc.source), onLine(loc.start.line, fault));
    }
  };
}

/** Files of the office that replace built-in templates, and its own partials. */
class OfficeFiles {
  constructor(private readonly folder: string | undefined) {}

  partials(): string[] {
    return ['layout', 'partials'].flatMap((directory) => {
      const folder = this.folder === undefined ? undefined : join(this.folder, directory);
      if (folder === undefined || !existsSync(folder)) return [];
      return readFolder(folder)
        .filter((file) => file.endsWith('.hbs'))
        .map((file) => `${directory}/${file.slice(0, -4)}`);
    });
  }

  read(name: string): Source | undefined {
    const file = this.folder === undefined ? undefined : join(this.folder, `${name}.hbs`);
    if (file === undefined || !existsSync(file)) return undefined;
    try {
      return { file, source: toUnixLineEnds(decodeText(readRegularFile(file))) };
    } catch (error) {
      throw new TemplateBrokenError(file, fileReasonOf(error));
    }
  }
}
