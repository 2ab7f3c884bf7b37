import type { Config, KindId } from '../config/index.js';
import { NotifyError } from '../errors/index.js';
import { loadTemplates } from '../mail/render/templates.js';
import type { Mail } from '../mail/mailer.js';
import { messageIdOf } from '../mail/message-id.js';
import { composeMail } from '../compose/compose-mail.js';
import { redirected } from '../compose/redirect.js';
import { loadContents, type MessageContent } from '../compose/load-contents.js';
import { kindOf, viewsOf, viewsReadBy } from '../notifications/index.js';
import { findFailingView } from '../source/index.js';
import { leaseMessage, listMessages, type Recipient } from '../outbox/index.js';
import { adHocSlot } from '../planning/due.js';
import { planInTransaction } from '../planning/plan-kind.js';
import { withDryRunSession, type DryRun } from './dry-run-session.js';

/** How many of the newest messages are tried. */
const triedMessages = 20;

/** What a mail of a kind says, and to whom. */
interface MailContent {
  readonly content: object;
  readonly recipient: Recipient;
}

/**
 * Loads one mail of a kind: the next that a run would send, otherwise the newest that can be composed again. Changes
 * nothing.
 * @throws NotifyError NO_MAIL_OF_KIND if there is none
 */
export async function loadRealMail(config: Config, kind: KindId): Promise<MailContent> {
  const kindConfig = config.kinds.find(({ id }) => id === kind);
  if (kindConfig === undefined) throw new NotifyError('NO_MAIL_OF_KIND', { kind });
  return withDryRunSession(config, { only: [kind] }, ({ broken, database, inTransaction }) => {
    if (broken !== undefined) throw broken.error;
    return inTransaction(async (dryRun) => {
      const mail = (await nextMail(config, dryRun)) ?? (await newestMail(config, dryRun, kind));
      if (mail === undefined) throw new NotifyError('NO_MAIL_OF_KIND', { kind });
      return mail;
    }).catch(async (error: unknown) => {
      throw await findFailingView(database, viewsOf(kindConfig), viewsReadBy(config.kinds), error);
    });
  });
}

/** Made-up content, as `preview --sample` shows it. */
export function sampleMail(kind: KindId, to: string): MailContent {
  return { content: kindOf(kind).sample(new Date()), recipient: { address: to, name: null, locale: null } };
}

async function nextMail(
  config: Config,
  { transaction, kinds, now, claimMessages }: DryRun,
): Promise<MailContent | undefined> {
  await planInTransaction(transaction, config, kinds[0]!, now, adHocSlot);
  for await (const message of claimMessages()) {
    const mail = mailOf(message);
    if (mail !== undefined) return mail;
  }
  return undefined;
}

/** The newest message whose recipient and content the source still has. */
async function newestMail(
  config: Config,
  { transaction, now }: DryRun,
  kind: KindId,
): Promise<MailContent | undefined> {
  const filter = { since: new Date(0), kinds: [kind] };
  for (const { id } of await listMessages(transaction, filter, triedMessages, { withUsers: false })) {
    const token = `test-smtp:${id}`;
    await leaseMessage(transaction, id, token);
    const [message] = await loadContents(transaction, config, token, now);
    const mail = message && mailOf(message);
    if (mail !== undefined) return mail;
  }
  return undefined;
}

function mailOf({ message: { recipient }, content, error }: MessageContent): MailContent | undefined {
  if (error !== undefined) throw error.error;
  return typeof recipient === 'string' || content === undefined ? undefined : { content, recipient };
}

/** Composes a mail of a kind to somebody else. Subject and header name the real recipient. */
export function composeTo(
  config: Config,
  kind: KindId,
  { content, recipient }: MailContent,
  from: string,
  to: string,
): Mail {
  const date = new Date();
  const messageId = messageIdOf(`test|${kind}|${date.toISOString()}|${to}`, 0, from);
  const draft = { kind, content, recipient: redirected(recipient, to), messageId, date, from };
  return { from, to, raw: composeMail(loadTemplates(config.templatesDir), config, draft).raw, messageId };
}
