import { createHash } from 'node:crypto';
import MailComposer from 'nodemailer/lib/mail-composer';
import { hasLongerLines, isPlainText } from 'nodemailer/lib/mime-funcs';
import type { Logo, MailboxConfig } from '../config/index.js';
import { defined } from '../defined.js';
import { boundaryMark, filled, formOf, headerField, type Form, type Gap } from './form.js';
import { logoCid } from './logo.js';
import { base64Lines } from './message-bytes.js';
import { domainOf } from './message-id.js';
import { oneLine, type RenderedMail } from './render/render.js';
import type { MailKind } from './render/mail-kind.js';

export interface ComposeInput {
  readonly mailbox: Pick<MailboxConfig, 'from' | 'fromName' | 'replyTo'>;
  readonly to: { readonly address: string; readonly name: string | null };
  readonly kind: MailKind;
  readonly kindName: string;
  readonly mail: RenderedMail;
  readonly logo?: Logo | undefined;
  readonly messageId: string;
  readonly date: Date;
}

/** Forms by what mails of a form have in common; those with a picture by the picture. */
const forms = new WeakMap<object, Map<string, Form>>();
const noLogo = {};

/**
 * Composes the MIME message. nodemailer composes the first mail of a form, and what later ones differ in is put into
 * that: the same bytes in less than half the time.
 */
export function compose(input: ComposeInput): Buffer {
  const { mailbox, to, kind, kindName, mail, logo, messageId, date } = input;
  const fields = {
    To: headerField('To', { name: oneLine(to.name ?? ''), address: to.address }),
    Subject: headerField('Subject', mail.subject),
    'Message-ID': headerField('Message-ID', messageId),
    Date: headerField('Date', date),
  };
  const encodings = { text: encodingOf(mail.text), html: encodingOf(mail.html) };
  const known = forms.get(logo ?? noLogo) ?? new Map<string, Form>();
  forms.set(logo ?? noLogo, known);
  const common = JSON.stringify([
    mailbox.from,
    mailbox.fromName,
    mailbox.replyTo,
    kind,
    kindName,
    fields.Subject === '',
    encodings,
  ]);
  let form = known.get(common);
  if (form === undefined) {
    const mark = boundaryMark();
    form = formOf(new MailComposer(nodemailerOptions(input, mark)).compile(), mark);
    known.set(common, form);
  }
  const gaps: Record<Gap, string> = {
    ...fields,
    boundary: baseBoundary(messageId),
    'text/plain': encodings.text === 'base64' ? base64Lines(mail.text) : mail.text,
    'text/html': encodings.html === 'base64' ? base64Lines(mail.html) : mail.html,
  };
  return filled(form, (gap) => gaps[gap]);
}

/** How nodemailer encodes a text part. */
function encodingOf(content: string): 'none' | '7bit' | 'base64' {
  if (content === '') return 'none';
  return isPlainText(content) && !hasLongerLines(content, 76) ? '7bit' : 'base64';
}

export function baseBoundary(messageId: string): string {
  return createHash('sha256').update(messageId).digest('hex').slice(0, 16);
}

/** Bodies are base64: quoted-printable costs half as much time again for Polish text (500 messages a second against 780, measured with 5 kB bodies). */
export function nodemailerOptions(
  { mailbox, to, kind, kindName, mail, logo, messageId, date }: ComposeInput,
  boundary: string,
) {
  return {
    from: { name: oneLine(mailbox.fromName), address: mailbox.from },
    to: { name: oneLine(to.name ?? ''), address: to.address },
    ...defined({ replyTo: mailbox.replyTo }),
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    textEncoding: 'base64',
    ...defined({
      attachments: logo && [
        { content: logo.bytes, contentType: logo.type, cid: logoCid, contentDisposition: 'inline' as const },
      ],
    }),
    messageId,
    date,
    baseBoundary: boundary,
    disableFileAccess: true,
    disableUrlAccess: true,
    headers: {
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      'List-Id': { prepared: true, value: `<${kind}.${domainOf(mailbox.from)}>` },
      'X-Mobevo-Notification': oneLine(kindName),
    },
  } as const satisfies ConstructorParameters<typeof MailComposer>[0];
}
