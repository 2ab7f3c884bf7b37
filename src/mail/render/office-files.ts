import { join, sep } from 'node:path';
import Handlebars from 'handlebars';
import { decodeText } from '../../decode-text.js';
import { readRegularFile } from '../../read-regular-file.js';
import { templatesFolder } from '../../package-root.js';
import { loadBuiltIn } from './built-in.js';
import { helperNames } from './compile-options.js';
import { readFolder } from './read-folder.js';

/** What an office's folder of templates has that no mail uses. */
export interface UnusedFile {
  readonly path: string;
  /** Names of files that mails use. */
  readonly known: readonly string[];
}

/** A name in a template that no mail has data for. It is shown as nothing. */
export interface UnknownName {
  readonly path: string;
  readonly line: number;
  readonly name: string;
  readonly known: readonly string[];
}

/** Finds folders and files of the office that replace no built-in template and are no partials. */
export function findUnusedFiles(folder: string): UnusedFile[] {
  const { escaped, plain } = loadBuiltIn();
  const files = [...new Set([...Object.keys(escaped), ...Object.keys(plain)])].map((name) => `${name}.hbs`);
  const folders = [...new Set(files.map((file) => file.split('/')[0]!))];
  return filesIn(folder).flatMap((path) => {
    const [top, ...rest] = path.split('/');
    const isPartial = (top === 'layout' || top === 'partials') && rest.length === 1 && path.endsWith('.hbs');
    if (isPartial || files.includes(path) || (rest.length === 0 && folders.includes(path))) return [];
    if (rest.length === 0) return [{ path, known: folders }];
    return folders.includes(top!) ? [{ path, known: files.filter((file) => file.startsWith(`${top!}/`)) }] : [];
  });
}

/** Finds names in the office's templates that no mail has a value for. */
export function findUnknownNames(folder: string): UnknownName[] {
  const templates = templatesIn(folder);
  if (templates.length === 0) return [];
  const known = knownNames(folder);
  return templates.flatMap((path) =>
    namesIn(join(folder, path))
      .used.filter(({ name }) => !known.has(name))
      .map((name) => ({ path, ...name, known: [...known] })),
  );
}

/** The names that templates in this folder may use: built-in templates use every value that a mail has. */
export function knownNames(folder: string): Set<string> {
  const known = new Set([...contextNames, ...helperNames, ...blockHelpers]);
  for (const path of templatesIn(templatesFolder))
    for (const { name } of namesIn(join(templatesFolder, path)).used) known.add(name);
  // A partial of the office may get its values from any other template of the office.
  for (const path of templatesIn(folder)) for (const name of namesIn(join(folder, path)).defined) known.add(name);
  return known;
}

/** What every template gets besides the content. */
const contextNames = [
  'kind',
  'kindName',
  'office',
  'recipientName',
  'deputyFor',
  'isGuardian',
  'hasMoreGuardians',
  'subject',
  'preheader',
  'button',
];
const blockHelpers = ['if', 'unless', 'each', 'with', 'lookup', 'this', 'length'];

function templatesIn(folder: string): string[] {
  return filesIn(folder).filter((path) => path.endsWith('.hbs'));
}

/** Paths with `/`; hidden files are left out. @throws TemplateBrokenError */
function filesIn(folder: string): string[] {
  return readFolder(folder, { recursive: true })
    .map((path) => path.replaceAll(sep, '/'))
    .filter((path) => !path.split('/').some((part) => part.startsWith('.')))
    .sort();
}

function namesIn(file: string): Pick<NameVisitor, 'used' | 'defined'> {
  const visitor = new NameVisitor();
  try {
    visitor.accept(Handlebars.parse(decodeText(readRegularFile(file))));
  } catch {
    // A template that cannot be read or parsed has an error of its own.
  }
  return visitor;
}

class NameVisitor extends Handlebars.Visitor {
  readonly used: { readonly name: string; readonly line: number }[] = [];
  /** Names that the template itself gives to values. */
  readonly defined = new Set<string>();
  private readonly partialNames = new Set<unknown>();

  override PathExpression(path: hbs.AST.PathExpression): void {
    if (path.data || this.partialNames.has(path)) return;
    const { line } = path.loc.start;
    for (const name of path.parts) if (typeof name === 'string' && name !== '') this.used.push({ name, line });
  }

  override PartialStatement(partial: hbs.AST.PartialStatement): void {
    this.partialNames.add(partial.name);
    super.PartialStatement(partial);
  }

  override PartialBlockStatement(partial: hbs.AST.PartialBlockStatement): void {
    this.partialNames.add(partial.name);
    super.PartialBlockStatement(partial);
  }

  override DecoratorBlock(block: hbs.AST.DecoratorBlock): void {
    this.partialNames.add(block.path);
    super.DecoratorBlock(block);
  }

  override Hash(hash: hbs.AST.Hash): void {
    for (const { key } of hash.pairs) this.defined.add(key);
    super.Hash(hash);
  }

  override Program(program: hbs.AST.Program): void {
    for (const name of (program.blockParams as readonly string[] | undefined) ?? []) this.defined.add(name);
    super.Program(program);
  }
}
