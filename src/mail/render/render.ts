import type { OfficeConfig } from '../../config/index.js';
import type { Locale } from '../../messages/index.js';
import type { MailKind, Templates } from './templates.js';
import { wordsOf } from './words.js';

export interface RenderedMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export interface RenderInput {
  readonly kind: MailKind;
  readonly content: object;
  readonly locale: Locale;
  readonly office: Pick<OfficeConfig, 'name' | 'panelUrl' | 'timeZone'>;
  /** Whom the mail greets; NULL for an address without a user. */
  readonly recipientName: string | null;
}

/** Turns the content of a notification into the three parts of a mail. */
export function render(templates: Templates, { kind, content, locale, office, recipientName }: RenderInput): RenderedMail {
  const frame = { locale, zone: office.timeZone };
  const subject = oneLine(templates.render(kind, 'subject', { ...content, kind, office }, frame));
  const context = { ...content, kind, office, recipientName, subject, kindName: wordsOf(locale)(`kinds.${kind}`) };
  return {
    subject,
    text: tidy(templates.render(kind, 'text', context, frame)),
    html: templates.render(kind, 'html', context, frame),
  };
}

/** Names come from a database: no line break of theirs may begin a new header. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
}

/** Templates read better with room between their blocks than mails do. */
function tidy(text: string): string {
  return `${text.replace(/[ \t]+$/gm, '').replace(/\n{3,}/g, '\n\n').trim()}\n`;
}
