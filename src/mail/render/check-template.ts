import Handlebars from 'handlebars';
import { TemplateBrokenError } from '../../errors/index.js';

/** Names that templates may use. */
export interface TemplateNames {
  readonly partials: ReadonlySet<string>;
  readonly helpers: ReadonlySet<string>;
  /** Keys of texts, each with the arguments that it needs. */
  readonly texts: ReadonlyMap<string, ReadonlySet<string>>;
}

/**
 * Parses a template and checks that the partials, helpers and texts it uses exist, and that the texts get their
 * arguments. Handlebars reports a missing partial or helper only when the first mail is rendered, and without the line.
 * @returns the partials it includes
 * @throws TemplateBrokenError with file and line
 */
export function checkTemplate(file: string, source: string, { partials, helpers, texts }: TemplateNames): Usage[] {
  const used = new UsageVisitor();
  try {
    used.accept(Handlebars.parse(source));
  } catch (error) {
    throw new TemplateBrokenError(file, error instanceof Error ? error.message.replaceAll('\n', ' ') : String(error));
  }
  const fail = (line: number, reason: string) => {
    throw new TemplateBrokenError(file, `line ${line}: ${reason}`);
  };
  for (const { name, line } of used.partials)
    if (!partials.has(name) && !used.inline.has(name)) fail(line, `there is no partial "${name}"`);
  for (const { name, line } of used.helpers) if (!helpers.has(name)) fail(line, `there is no helper "${name}"`);
  for (const { name, line, given } of used.texts) {
    const needed = texts.get(name);
    if (needed === undefined) fail(line, `there is no text "${name}"`);
    const missing = [...needed!].find((argument) => !given.includes(argument));
    if (missing !== undefined) fail(line, `the text "${name}" needs ${missing}=…`);
  }
  return [...used.partials, ...used.blocks].filter(({ name }) => !used.inline.has(name));
}

export interface Usage {
  readonly name: string;
  readonly line: number;
}

interface TextUsage extends Usage {
  /** Names of the arguments. */
  readonly given: readonly string[];
}

/** A helper of Handlebars that writes to the console. It is none here, with or without arguments. */
const forbidden = 'log';

/** Collects the helpers that a template calls with arguments, its texts, its partials and its inline partials. */
class UsageVisitor extends Handlebars.Visitor {
  readonly helpers: Usage[] = [];
  readonly partials: Usage[] = [];
  /** Partials with a fallback block. */
  readonly blocks: Usage[] = [];
  readonly texts: TextUsage[] = [];
  readonly inline = new Set<string>();

  override MustacheStatement(mustache: hbs.AST.MustacheStatement): void {
    this.call(mustache);
    super.MustacheStatement(mustache);
  }

  override BlockStatement(block: hbs.AST.BlockStatement): void {
    this.call(block);
    super.BlockStatement(block);
  }

  override SubExpression(expression: hbs.AST.SubExpression): void {
    this.call(expression);
    super.SubExpression(expression);
  }

  override PartialStatement(partial: hbs.AST.PartialStatement): void {
    if (partial.name.type === 'PathExpression' && !partial.name.data) {
      this.partials.push({ name: partial.name.original, line: partial.loc.start.line });
    }
    super.PartialStatement(partial);
  }

  override PartialBlockStatement(partial: hbs.AST.PartialBlockStatement): void {
    if (partial.name.type === 'PathExpression') {
      this.blocks.push({ name: partial.name.original, line: partial.loc.start.line });
    }
    super.PartialBlockStatement(partial);
  }

  override DecoratorBlock(block: hbs.AST.DecoratorBlock): void {
    const [name] = block.params;
    if (name?.type === 'StringLiteral') this.inline.add((name as hbs.AST.StringLiteral).value);
    super.DecoratorBlock(block);
  }

  /** Collects a call. A name without arguments is a field, which may be missing. */
  private call({
    path,
    params,
    hash,
    loc,
    type,
  }: hbs.AST.MustacheStatement | hbs.AST.BlockStatement | hbs.AST.SubExpression): void {
    const isCall = type === 'SubExpression' || params.length > 0 || (hash as hbs.AST.Hash | undefined) !== undefined;
    if (path.type !== 'PathExpression') return;
    const name = (path as hbs.AST.PathExpression).original;
    const { line } = loc.start;
    if (isCall || name === forbidden) this.helpers.push({ name, line });
    const [key] = params;
    if (name === 't' && key?.type === 'StringLiteral') {
      const pairs = (hash as hbs.AST.Hash | undefined)?.pairs ?? [];
      this.texts.push({ name: (key as hbs.AST.StringLiteral).value, line, given: pairs.map((pair) => pair.key) });
    }
  }
}
