import type { OfficeConfig } from '../../config/index.js';
import type { Locale } from '../../messages/index.js';
import { logoUrl } from '../logo.js';
import { accentOf } from './accent.js';
import { shorten, shortText } from './shorten.js';
import type { MailKind } from './mail-kind.js';
import type { Templates } from './templates.js';
import { translate } from './translate.js';

export interface RenderedMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export interface RenderInput {
  readonly kind: MailKind;
  readonly content: object;
  readonly locale: Locale;
  readonly office: Pick<OfficeConfig, 'name' | 'panelUrl' | 'timeZone' | 'accentColor' | 'signature' | 'logo'>;
  /** The user a mail goes to; NULL for an address without one. */
  readonly recipientName: string | null;
}

/** Gmail cuts a mail at 102 kB. */
const largestHtml = 100_000;
const longestSubject = 150;
/** Characters a text of the source may have in a mail: the first length whose HTML is small enough. */
const textLengths = [1000, 250, 60, 15];

/** Turns the content of a notification into the three parts of a mail. */
export function render(templates: Templates, input: RenderInput): RenderedMail {
  for (const length of textLengths.slice(0, -1)) {
    const mail = renderWithin(templates, input, length);
    if (Buffer.byteLength(mail.html) <= largestHtml) return mail;
  }
  return renderWithin(templates, input, textLengths.at(-1)!);
}

function renderWithin(
  templates: Templates,
  { kind, content, locale, office, recipientName }: RenderInput,
  length: number,
): RenderedMail {
  const frame = { locale, zone: office.timeZone, logo: logoUrl, ...accentOf(office.accentColor) };
  const short = shorten(content, length);
  const subject = shortText(
    oneLine(templates.render(kind, 'subject', { ...short, kind, office }, frame)),
    longestSubject,
  );
  const name = recipientName === null ? null : shortText(recipientName, length);
  const context = {
    ...short,
    kind,
    office,
    recipientName: name,
    subject,
    kindName: translate(locale)(`kinds.${kind}`),
  };
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
  return `${text
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim()}\n`;
}
