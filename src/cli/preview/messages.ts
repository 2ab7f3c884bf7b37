import type { Config } from '../../config/index.js';
import { ExitCode, worstExitCode } from '../../errors/index.js';
import type { MessageFilter } from '../../outbox/index.js';
import type { Output } from '../output.js';
import { printError } from '../print-error.js';
import { attemptLine, listLines } from './message-text.js';
import { createPrintView, type PreviewFormat } from './view.js';

/** Version of the JSON of a listed message. */
const version = 1;

/** Prints the messages of the outbox that match, newest first. */
export async function printMessageList(
  output: Output,
  config: Config,
  filter: Partial<MessageFilter>,
): Promise<ExitCode> {
  const { loadMessageList } = await import('../../inspect/messages.js');
  const { messages, hasMore, error } = await loadMessageList(config, filter);
  if (output.json) for (const message of messages) output.printJson({ type: 'message', version, ...message });
  else for (const line of listLines(output, messages, config.office.timeZone)) output.printLine(line);
  if (error !== undefined) return printError(output, error);
  if (output.quiet) return ExitCode.ok;
  if (messages.length === 0) output.printNote(output.text('preview.noMessages'));
  if (hasMore) output.printNote(output.text('preview.moreMessages', { count: messages.length }));
  return ExitCode.ok;
}

/** Prints one message with its attempts, and its mail. */
export async function printMessage(
  output: Output,
  config: Config,
  id: string,
  format: PreviewFormat,
): Promise<ExitCode> {
  const { loadMessageDetails } = await import('../../inspect/messages.js');
  const { message, attempts, preview, errors } = await loadMessageDetails(config, id);
  const isDocument = format === 'html' || format === 'eml';
  if (format === 'json') output.printJson({ type: 'message', version, ...message, attempts });
  if (format === 'text' && !output.quiet) {
    for (const line of listLines(output, [message], config.office.timeZone)) output.printLine(line);
    for (const attempt of attempts) output.printLine(attemptLine(output, attempt, config.office.timeZone));
    output.printLine();
  }
  if (errors.length > 0) return worstExitCode(errors.map((error) => printError(output, error)));
  if (preview !== undefined) await (await createPrintView(output, format)).show(preview);
  else if (!output.quiet) output.printNote(output.text('preview.noMail', { id }));
  return isDocument && preview === undefined ? ExitCode.failed : ExitCode.ok;
}
