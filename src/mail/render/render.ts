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
  /** The user's name; NULL if the mail goes to an address without a user. */
  readonly recipientName: string | null;
}

/** Bytes. Gmail cuts a mail at 102 kB. */
const maxHtmlBytes = 100_000;
const maxSubjectLength = 150;
/** Maximum characters of each text from the source. The first limit is used with which the HTML is small enough. */
const textLimits = [1000, 250, 60, 15];

/** Renders the content of a notification as subject, text and HTML. @throws TemplateBrokenError */
export function render(templates: Templates, input: RenderInput): RenderedMail {
  for (const length of textLimits.slice(0, -1)) {
    const mail = renderWithLimit(templates, input, length);
    if (Buffer.byteLength(mail.html) <= maxHtmlBytes) return mail;
  }
  return renderWithLimit(templates, input, textLimits.at(-1)!);
}

function renderWithLimit(
  templates: Templates,
  { kind, content, locale, office, recipientName }: RenderInput,
  length: number,
): RenderedMail {
  const frame = { locale, zone: office.timeZone, logo: logoUrl, ...accentOf(office.accentColor) };
  const short = shorten(content, length);
  const subject = shortText(
    oneLine(templates.render(kind, 'subject', { ...short, kind, office }, frame)),
    maxSubjectLength,
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
    text: collapseBlankLines(templates.render(kind, 'text', context, frame)),
    html: templates.render(kind, 'html', context, frame),
  };
}

/** Joins a text into one line, because a line break in a name from the database would start a new header. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
}

/** Removes surplus blank lines, which are in the templates for legibility, and trailing spaces. */
function collapseBlankLines(text: string): string {
  return `${text
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim()}\n`;
}
