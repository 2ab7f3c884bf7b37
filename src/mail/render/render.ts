import type { OfficeConfig } from '../../config/index.js';
import type { Locale } from '../../messages/index.js';
import { logoUrl } from '../logo.js';
import { accentOf } from './accent.js';
import { plainText, plainTexts } from './plain-texts.js';
import { shorten, shortText } from './shorten.js';
import { isNotification, type MailKind } from './mail-kind.js';
import type { Templates } from './templates.js';
import { translate } from './translate.js';

export interface RenderedMail {
  readonly subject: string;
  /** What an inbox shows beside the subject. */
  readonly preheader: string;
  readonly text: string;
  readonly html: string;
}

export interface RenderInput {
  readonly kind: MailKind;
  readonly content: object;
  readonly locale: Locale;
  readonly office: Pick<
    OfficeConfig,
    'name' | 'panelUrl' | 'contact' | 'timeZone' | 'accentColor' | 'signature' | 'logo'
  >;
  /** The user's name; NULL if the mail goes to an address without a user. */
  readonly recipientName: string | null;
  /** Guardians whose deputy the recipient is, each with the last day of the absence. */
  readonly deputyFor?: readonly { readonly name: string; readonly until: string }[];
  /** The recipient of a deputy's mail is also a guardian of a client in it. */
  readonly isGuardian?: boolean;
}

/** Bytes. Gmail cuts a mail at 102 kB. */
const maxHtmlBytes = 100_000;
const maxSubjectLength = 150;
/** Characters that inboxes show at most beside the subject. */
const maxPreheaderLength = 100;
/** Invisible characters after the preheader, so that no inbox shows the text of the mail there. */
const filler = '\u034f\u00a0'.repeat(100);
/** Absent guardians that the footer names at most. */
const shownGuardians = 5;
/** Maximum characters of each text from the source. The first limit is used with which the HTML is small enough. */
const textLimits = [1000, 250, 60, 15];

/** Renders the content of a notification as subject, text and HTML. @throws TemplateBrokenError */
export function render(templates: Templates, input: RenderInput): RenderedMail {
  const { content, recipientName, deputyFor = [], isGuardian = false } = input;
  const plain = {
    ...input,
    content: plainTexts(content),
    recipientName: recipientName && plainText(recipientName),
    deputyFor: plainTexts(deputyFor),
    isGuardian,
  };
  for (const length of textLimits.slice(0, -1)) {
    const mail = renderWithLimit(templates, plain, length);
    if (Buffer.byteLength(mail.html) <= maxHtmlBytes) return mail;
  }
  return renderWithLimit(templates, plain, textLimits.at(-1)!);
}

function renderWithLimit(
  templates: Templates,
  {
    kind,
    content,
    locale,
    office,
    recipientName,
    deputyFor,
    isGuardian,
  }: RenderInput & Required<Pick<RenderInput, 'deputyFor' | 'isGuardian'>>,
  length: number,
): RenderedMail {
  const frame = { locale, zone: office.timeZone, logo: logoUrl, filler, ...accentOf(office.accentColor) };
  const short = shorten(content, length);
  const subject = shortText(
    joinLines(templates.render(kind, 'subject', { ...short, kind, office }, frame)),
    maxSubjectLength,
  );
  const name = recipientName === null ? null : shortText(recipientName, length);
  const context = {
    ...short,
    kind,
    office,
    recipientName: name,
    deputyFor: shorten(deputyFor.slice(0, shownGuardians), length),
    isGuardian,
    hasMoreGuardians: deputyFor.length > shownGuardians,
    subject,
    kindName: translate(locale)(`kinds.${kind}`),
    button: buttonOf(kind, content, office, recipientName),
  };
  const preheader = shortText(tidyPreheader(templates.render(kind, 'preheader', context, frame)), maxPreheaderLength);
  return {
    subject: oneLine(subject),
    preheader: oneLine(preheader),
    text: wrapFooter(collapseBlankLines(templates.render(kind, 'text', context, frame))),
    html: templates.render(kind, 'html', { ...context, preheader }, frame),
  };
}

/** Links in a content, from the configuration of its kind. */
interface Links {
  readonly link?: string;
  /** True if each client has a link of its own. */
  readonly hasClientLinks?: boolean;
}

interface Button {
  readonly url: string;
  /** The online panel of the office, rather than the link configured for the kind. */
  readonly isPanel: boolean;
}

/** The link configured for the kind, else the panel: in mails to users, for nobody else works in it. */
function buttonOf(
  kind: MailKind,
  { link, hasClientLinks }: Links,
  { panelUrl }: RenderInput['office'],
  recipientName: string | null,
): Button | undefined {
  if (link !== undefined) return { url: link, isPanel: false };
  if (panelUrl === undefined || hasClientLinks === true || recipientName === null || !isNotification(kind))
    return undefined;
  return { url: panelUrl, isPanel: true };
}

/** Joins a preheader. A part without content leaves no separator behind. */
function tidyPreheader(text: string): string {
  return oneLine(text)
    .replace(/(?:[,;:] ?)+(?=[,;.:]|$)/g, '')
    .replace(/^[,;:. ]+/, '');
}

/** Joins a text into one line, because a line break in a name from the database would start a new header. */
export function oneLine(text: string): string {
  return joinLines(text).replace(/\s+/g, ' ');
}

/** The same with the spaces at which HTML breaks no line. */
function joinLines(text: string): string {
  return text.replace(/(?:(?!\u00a0)[\p{Cc}\p{Zl}\p{Zp}\s])+/gu, ' ').trim();
}

const maxLineLength = 78;

/** Breaks the lines below the separator of a signature, which have a name in them. */
function wrapFooter(text: string): string {
  const at = text.lastIndexOf('\n--\n');
  if (at < 0) return text;
  const wrapped = text.slice(at).replace(new RegExp(`(.{1,${maxLineLength}})(?: +|$)`, 'gm'), '$1\n');
  return `${text.slice(0, at)}${wrapped.replace(/\n\n/g, '\n').trimEnd()}\n`;
}

/** Removes surplus blank lines, which are in the templates for legibility, and trailing spaces. */
function collapseBlankLines(text: string): string {
  return `${text
    // Only HTML has lines that a mail program breaks. The space that groups digits stays.
    .replace(/(?<!\d)\u00a0|\u00a0(?!\d)/g, ' ')
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim()}\n`;
}
