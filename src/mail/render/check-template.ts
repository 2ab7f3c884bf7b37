import Handlebars from 'handlebars';
import { TemplateBrokenError } from '../../errors/index.js';

/**
 * Parses a template and looks for partials that do not exist: Handlebars would say so only with the first mail, and not where.
 * @param partials names of the partials there are
 * @throws TemplateBrokenError with file and line
 */
export function checkTemplate(file: string, source: string, partials: ReadonlySet<string>): void {
  const found = new PartialNames();
  try {
    found.accept(Handlebars.parse(source));
  } catch (error) {
    throw new TemplateBrokenError(file, error instanceof Error ? error.message.replaceAll('\n', ' ') : String(error));
  }
  for (const { name, line } of found.used) {
    if (!partials.has(name) && !found.inline.has(name)) throw new TemplateBrokenError(file, `line ${line}: there is no partial "${name}"`);
  }
}

/** Collects the partials a template uses without giving a block to fall back to, and those it defines itself. */
class PartialNames extends Handlebars.Visitor {
  readonly used: { name: string; line: number }[] = [];
  readonly inline = new Set<string>();

  override PartialStatement(partial: hbs.AST.PartialStatement): void {
    if (partial.name.type === 'PathExpression' && !partial.name.data) {
      this.used.push({ name: partial.name.original, line: partial.loc.start.line });
    }
    super.PartialStatement(partial);
  }

  override DecoratorBlock(block: hbs.AST.DecoratorBlock): void {
    const [name] = block.params;
    if (name?.type === 'StringLiteral') this.inline.add((name as hbs.AST.StringLiteral).value);
    super.DecoratorBlock(block);
  }
}
