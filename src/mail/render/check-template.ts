import Handlebars from 'handlebars';
import { TemplateBrokenError } from '../../errors/index.js';
import type { Message } from '../../messages/index.js';
import { onLine } from './template-fault.js';

/** Names that templates may use. */
export interface TemplateNames {
  readonly partials: ReadonlySet<string>;
  readonly helpers: ReadonlySet<string>;
  /** Names of values that some mail has. */
  readonly values: () => ReadonlySet<string>;
  /** Keys of texts, each with the arguments that it needs. */
  readonly texts: ReadonlyMap<string, ReadonlySet<string>>;
}

/**
 * Parses a template and checks that the partials, helpers and texts it uses exist, and that the texts get their
 * arguments. Handlebars reports a missing partial or helper only when the first mail is rendered, and without the line;
 * it takes a block without arguments for a value, and leaves it out if there is none.
 * @returns the partials it includes
 * @throws TemplateBrokenError with file and line
 */
export function checkTemplate(
  file: string,
  source: string,
  { partials, helpers, values, texts }: TemplateNames,
): Usage[] {
  const used = new UsageVisitor();
  try {
    used.accept(Handlebars.parse(source));
  } catch (error) {
    const reason = error instanceof Error ? error.message.replaceAll('\n', ' ') : String(error);
    throw new TemplateBrokenError(file, { code: 'template.syntax', args: { reason } });
  }
  const fail = (line: number, reason: Message) => {
    throw new TemplateBrokenError(file, onLine(line, reason));
  };
  for (const { name, line } of used.partials)
    if (!partials.has(name) && !used.inline.has(name)) fail(line, { code: 'template.noPartial', args: { name } });
  const known = [...helpers].join(', ');
  for (const { name, line } of used.helpers)
    if (!helpers.has(name)) fail(line, { code: 'template.noHelper', args: { name, known } });
  for (const { name, line, block } of used.values) {
    if (helpers.has(name)) fail(line, { code: 'template.bareHelper', args: { name } });
    if (block !== undefined && !values().has(block)) fail(line, { code: 'template.noBlock', args: { name, known } });
  }
  for (const { name, line, given } of used.texts) {
    const needed = texts.get(name);
    if (needed === undefined) fail(line, { code: 'template.noText', args: { name } });
    const missing = [...needed!].find((argument) => !given.includes(argument));
    if (missing !== undefined) fail(line, { code: 'template.noArgument', args: { name, argument: missing } });
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

interface ValueUsage extends Usage {
  /** The value's name without its path, if it begins a block. */
  readonly block?: string;
}

/** A helper of Handlebars that writes to the console. It is none here, with or without arguments. */
const forbidden = 'log';

/** Collects the helpers that a template calls with arguments, its values, texts, partials and inline partials. */
class UsageVisitor extends Handlebars.Visitor {
  readonly helpers: Usage[] = [];
  readonly partials: Usage[] = [];
  /** Partials with a fallback block. */
  readonly blocks: Usage[] = [];
  readonly values: ValueUsage[] = [];
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

  /** Collects a call, or a value, which may be missing. A name without arguments is a value. */
  private call({
    path,
    params,
    hash,
    loc,
    type,
  }: hbs.AST.MustacheStatement | hbs.AST.BlockStatement | hbs.AST.SubExpression): void {
    const isCall = type === 'SubExpression' || params.length > 0 || (hash as hbs.AST.Hash | undefined) !== undefined;
    if (path.type !== 'PathExpression') return;
    const { original: name, parts, data } = path as hbs.AST.PathExpression;
    const { line } = loc.start;
    if (isCall || name === forbidden) this.helpers.push({ name, line });
    else {
      const isOwnBlock = type === 'BlockStatement' && parts.length === 1 && !data;
      this.values.push({ name, line, ...(isOwnBlock ? { block: parts[0]! } : {}) });
    }
    const [key] = params;
    if (name === 't' && key?.type === 'StringLiteral') {
      const pairs = (hash as hbs.AST.Hash | undefined)?.pairs ?? [];
      this.texts.push({ name: (key as hbs.AST.StringLiteral).value, line, given: pairs.map((pair) => pair.key) });
    }
  }
}
