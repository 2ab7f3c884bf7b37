import type { Command } from 'commander';
import { commandLine } from '../../src/cli/program.js';
import { anchorOf, ExitCode, errorTable } from '../../src/errors/index.js';
import { helpText, formatMessage, type ErrorCode, type Locale, type MessageCode } from '../../src/messages/index.js';
import { errorTexts, type ErrorTexts } from './error-texts.js';
import { escapeMarkdown } from './escape-markdown.js';
import { settings } from './settings.js';

/** Returns the reference of all options, settings, exit codes and errors, as Markdown in a language. */
export function reference(locale: Locale): string {
  const text = (code: MessageCode) => formatMessage({ code }, locale);
  const textsOf = errorTexts(locale);
  const program = commandLine({ help: (help) => helpText(help, locale), runAction: () => Promise.resolve() });
  const column = (
    name: 'option' | 'meaning' | 'setting' | 'form' | 'default' | 'code' | 'exitCode' | 'text' | 'hint',
  ) => text(`reference.${name}`);
  return (
    [
      `# ${text('reference.title')}`,
      `<!-- ${text('reference.made')} -->`,
      `## ${text('reference.commands')}`,
      ...program.commands.flatMap((command) => [
        `### mobevo-notify ${usage(command)}`,
        command.description(),
        table(
          [column('option'), column('meaning')],
          command.options.map(({ flags, description }) => [code(flags), description]),
        ),
      ]),
      `## ${text('reference.settings')}`,
      text('reference.settingsNote'),
      table(
        [column('setting'), column('form'), column('default'), column('meaning')],
        settings(locale).map(({ path, forms, fallback, meaning }) => [
          code(path),
          [...forms].join(', '),
          fallback === '' ? '' : code(fallback),
          meaning,
        ]),
      ),
      `## ${text('reference.exitCodes')}`,
      table(
        [column('code'), column('meaning')],
        Object.values(ExitCode).map((value) => [String(value), text(`exitCode.${value}`)]),
      ),
      text('reference.exitCodesNote'),
      `## ${text('reference.errors')}`,
      text('reference.errorsNote'),
      table(
        [column('code'), column('exitCode'), column('text'), column('hint')],
        (Object.keys(errorTable) as ErrorCode[]).map((error) => errorRow(error, textsOf(error))),
      ),
    ].join('\n\n') + '\n'
  );
}

function usage(command: Command): string {
  return [command.name(), ...command.registeredArguments.map((argument) => `[${argument.name()}…]`)].join(' ');
}

function errorRow(error: ErrorCode, { text, hint }: ErrorTexts): string[] {
  return [`[${code(error)}](../errors.md#${anchorOf(error)})`, errorTable[error].exitCodes.join(', '), text, hint];
}

function code(text: string): string {
  return `\`${text}\``;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => escapeMarkdown(cell).replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
