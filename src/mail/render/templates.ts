import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Handlebars from 'handlebars';
import type { KindId } from '../../config/index.js';
import { reasonOf, TemplateBrokenError } from '../../errors/index.js';
import { packageRoot } from '../../package-root.js';
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
 * Files are read and compiled when a mail needs them; all partials are, so that a broken one is told at once.
 */
export function loadTemplates(officeDir?: string): Templates {
  const folders = [...(officeDir === undefined ? [] : [officeDir]), join(packageRoot, 'templates')];
  const environments = { escaped: environment(folders), plain: environment(folders) };
  const compiled = new Map<string, { file: string; template: Handlebars.TemplateDelegate }>();

  return {
    render(kind, part, context, frame) {
      const name = `${kind}/${part}`;
      const known = compiled.get(name) ?? compile(name);
      compiled.set(name, known);
      try {
        return known.template(context, { data: { ...frame } });
      } catch (error) {
        throw new TemplateBrokenError(known.file, reasonOf(error));
      }

      function compile(wanted: string) {
        const file = find(folders, wanted);
        const options = { noEscape: part !== 'html' };
        const source = read(file);
        return { file, template: environments[part === 'html' ? 'escaped' : 'plain'].compile(source, options) };
      }
    },
  };
}

function environment(folders: readonly string[]): typeof Handlebars {
  const handlebars = Handlebars.create();
  for (const [name, helper] of Object.entries(helpers)) handlebars.registerHelper(name, helper);
  const names = new Set(folders.flatMap((folder) => shared.flatMap((directory) =>
    existsSync(join(folder, directory))
      ? readdirSync(join(folder, directory)).filter((file) => file.endsWith('.hbs')).map((file) => `${directory}/${file.slice(0, -4)}`)
      : [])));
  for (const name of names) handlebars.registerPartial(name, read(find(folders, name)));
  return handlebars;
}

function find(folders: readonly string[], name: string): string {
  const files = folders.map((folder) => join(folder, `${name}.hbs`));
  return files.find((file) => existsSync(file)) ?? files.at(-1)!;
}

/** Reads a file and parses it at once: `compile` would wait for the first mail. */
function read(file: string): string {
  try {
    const source = readFileSync(file, 'utf8');
    Handlebars.parse(source);
    return source;
  } catch (error) {
    throw new TemplateBrokenError(file, error instanceof Error ? error.message.replaceAll('\n', ' ') : String(error));
  }
}
