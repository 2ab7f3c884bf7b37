import { TemplateBrokenError } from '../errors/index.js';
import type { Templates } from '../mail/index.js';
import { composeMail, type Draft, type MailSettings } from './compose-mail.js';

/** A mail as it goes over the wire, or the template that kept it from being one. */
export type Composed =
  { readonly raw: Buffer } | { readonly broken: { readonly file: string; readonly reason: string } };

/** Makes mails of drafts, in their order. */
export function composeDrafts(
  templates: () => Templates,
  letterhead: MailSettings,
  drafts: readonly Draft[],
): Composed[] {
  return drafts.map((draft) => {
    try {
      return { raw: composeMail(templates(), letterhead, draft).raw };
    } catch (error) {
      if (!(error instanceof TemplateBrokenError)) throw error;
      return { broken: { file: error.file, reason: error.reason } };
    }
  });
}
