import Handlebars from 'handlebars';
import { TemplateBrokenError } from '../../errors/index.js';

/** Names that templates may use. */
export interface TemplateNames {
  readonly partials: ReadonlySet<string>;
  readonly helpers: ReadonlySet<string>;
}

/**
 * Parses a template and checks that the partials and helpers it uses exist. Handlebars reports a missing one only when
 * the first mail is rendered, and without the line.
 * @throws TemplateBrokenError with file and line
 */
export function checkTemplate(file: string, source: string, { partials, helpers }: TemplateNames): void {
  const used = new UsageVisitor();
  try {
    used.accept(Handlebars.parse(source));
  } catch (error) {
    throw new TemplateBrokenError(file, error instanceof Error ? error.message.replaceAll('\n', ' ') : String(error));
  }
  for (const { name, line } of used.partials) {
    if (!partials.has(name) && !used.inline.has(name))
      throw new TemplateBrokenError(file, `line ${line}: there is no partial "${name}"`);
  }
  for (const { name, line } of used.helpers) {
    if (!helpers.has(name)) throw new TemplateBrokenError(file, `line ${line}: there is no helper "${name}"`);
  }
}

interface Usage {
  readonly name: string;
  readonly line: number;
}

/**
 * Collects the helpers a template calls with arguments, the partials it uses without a fallback block, and its inline
 * partials.
 */
class UsageVisitor extends Handlebars.Visitor {
  readonly helpers: Usage[] = [];
  readonly partials: Usage[] = [];
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
    if (isCall && path.type === 'PathExpression')
      this.helpers.push({ name: (path as hbs.AST.PathExpression).original, line: loc.start.line });
  }
}
