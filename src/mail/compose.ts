import { createHash } from 'node:crypto';
import MailComposer from 'nodemailer/lib/mail-composer';
import type { Logo, MailboxConfig } from '../config/index.js';
import { omitUndefined } from '../omit-undefined.js';
import { logoCid } from './logo.js';
import { addressLine, literalText } from './literal-headers.js';
import { messageBytes } from './message-bytes.js';
import { domainOf } from './message-id.js';
import { oneLine, type RenderedMail } from './render/render.js';
import type { MailKind } from './render/mail-kind.js';

export interface ComposeInput {
  readonly mailbox: Pick<MailboxConfig, 'from' | 'fromName' | 'replyTo'>;
  readonly to: { readonly address: string; readonly name: string | null; readonly intendedFor?: string };
  readonly kind: MailKind;
  readonly kindName: string;
  readonly mail: Pick<RenderedMail, 'subject' | 'text' | 'html'>;
  readonly logo?: Logo | undefined;
  readonly messageId: string;
  readonly date: Date;
}

/**
 * Composes the MIME message of a rendered mail.
 * @returns its bytes, ending with a line break
 */
export function compose(input: ComposeInput): Buffer {
  return Buffer.concat([
    Buffer.from(addressLines(input)),
    messageBytes(new MailComposer(nodemailerOptions(input)).compile()),
  ]);
}

/** The lines of From and To, with which a mail begins. */
export function addressLines({ mailbox, to }: ComposeInput): string {
  return (
    addressLine('From', oneLine(mailbox.fromName), mailbox.from) + addressLine('To', oneLine(to.name ?? ''), to.address)
  );
}

/**
 * Returns nodemailer's options for a mail, without From and To. Bodies are base64, because quoted-printable is slower
 * for Polish text: 500 messages per second instead of 780, measured with 5 kB bodies.
 */
export function nodemailerOptions({ mailbox, to, kind, kindName, mail, logo, messageId, date }: ComposeInput) {
  return {
    ...omitUndefined({ replyTo: mailbox.replyTo }),
    text: mail.text,
    html: mail.html,
    textEncoding: 'base64',
    ...omitUndefined({
      attachments: logo && [
        { content: logo.bytes, contentType: logo.type, cid: logoCid, contentDisposition: 'inline' as const },
      ],
    }),
    messageId,
    date,
    baseBoundary: createHash('sha256').update(messageId).digest('hex').slice(0, 16),
    disableFileAccess: true,
    disableUrlAccess: true,
    headers: {
      Subject: literalText(to.intendedFor === undefined ? mail.subject : `[${to.intendedFor}] ${mail.subject}`),
      ...omitUndefined({ 'X-Mobevo-Recipient': to.intendedFor }),
      'Auto-Submitted': 'auto-generated',
      // Everything but NDR: a bounce is the only trace of a mail that its server could not deliver.
      'X-Auto-Response-Suppress': 'DR, RN, NRN, OOF, AutoReply',
      'List-Id': { prepared: true, value: `<${kind}.${domainOf(mailbox.from)}>` },
      'X-Mobevo-Notification': literalText(oneLine(kindName)),
    },
  } as const satisfies ConstructorParameters<typeof MailComposer>[0];
}
