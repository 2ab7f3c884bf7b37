import { reasonOf, TemplateBrokenError } from '../errors/index.js';
import type { MessageArgument } from '../messages/index.js';
import type { Templates } from '../mail/render/templates.js';
import { composeMail, type Draft, type MailSettings } from './compose-mail.js';

/** A composed mail, or why it could not be composed. Only data, because it may come from a thread. */
export type ComposeResult = { readonly raw: Buffer } | { readonly broken: BrokenMail };

export type BrokenMail =
  | { readonly reason: string }
  /** `file` is the template at fault. */
  | { readonly reason: MessageArgument; readonly file: string };

/** Composes the mails of drafts, in their order. An error does not throw; it is in the result. */
export function composeDrafts(
  templates: () => Templates,
  settings: MailSettings,
  drafts: readonly Draft[],
): ComposeResult[] {
  return drafts.map((draft) => {
    try {
      return { raw: composeMail(templates(), settings, draft).raw };
    } catch (error) {
      return {
        broken:
          error instanceof TemplateBrokenError
            ? { file: error.file, reason: error.reason }
            : { reason: reasonOf(error) },
      };
    }
  });
}
