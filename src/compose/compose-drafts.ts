import { TemplateBrokenError } from '../errors/index.js';
import type { Templates } from '../mail/render/templates.js';
import { composeMail, type Draft, type MailSettings } from './compose-mail.js';

/** A composed mail, or the template that broke it. */
export type ComposeResult =
  { readonly raw: Buffer } | { readonly broken: { readonly file: string; readonly reason: string } };

/** Composes the mails of drafts, in their order. A broken template does not throw; it is in the result. */
export function composeDrafts(
  templates: () => Templates,
  settings: MailSettings,
  drafts: readonly Draft[],
): ComposeResult[] {
  return drafts.map((draft) => {
    try {
      return { raw: composeMail(templates(), settings, draft).raw };
    } catch (error) {
      if (!(error instanceof TemplateBrokenError)) throw error;
      return { broken: { file: error.file, reason: error.reason } };
    }
  });
}
