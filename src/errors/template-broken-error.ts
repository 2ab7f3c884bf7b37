import type { MessageArgument } from '../messages/index.js';
import { NotifyError } from './notify-error.js';

/** A Handlebars file of the package or of the office's `templatesDir` cannot be compiled or rendered. */
export class TemplateBrokenError extends NotifyError {
  constructor(
    readonly file: string,
    readonly reason: MessageArgument,
  ) {
    super('TEMPLATE_BROKEN', { file, reason });
  }
}
