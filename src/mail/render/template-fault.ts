import { formatMessage, type Message } from '../../messages/index.js';

/** What a template does wrong, for use inside a sentence that names the file and the line. */
export class TemplateFault extends Error {
  constructor(readonly reason: Message) {
    super(formatMessage(reason, 'en'));
  }
}

/** A reason with the line that it concerns. */
export function onLine(line: number, reason: Message): Message {
  return { code: 'template.line', args: { line, reason } };
}
