import type { KindId } from '../config/index.js';
import { TemplateBrokenError } from '../errors/index.js';
import { kindOf } from '../notifications/index.js';
import type { ClaimedMessage } from '../outbox/index.js';
import type { ComposeContext } from './compose-context.js';
import type { BrokenMail } from './compose-drafts.js';
import { endWithFault } from './message-fault.js';

/**
 * Decides who is at fault if a mail cannot be composed. It is the kind if no mail of the kind was composed so far, this
 * one had no fault before, and the kind's sample cannot be composed either; its messages then stay queued. Otherwise it
 * is the message.
 * @param composedKinds kinds of which this run has composed a mail
 * @throws a fault of the database itself
 */
export async function handleBrokenMail(
  context: ComposeContext,
  { message, token }: { readonly message: ClaimedMessage; readonly token: string },
  broken: BrokenMail,
  composedKinds: ReadonlySet<KindId>,
): Promise<void> {
  const { kind } = message;
  if (context.brokenKinds.has(kind)) return;
  const isOwnFault = composedKinds.has(kind) || message.faultCount > 0;
  const sample = isOwnFault ? undefined : await brokenSample(context, kind);
  if (sample === undefined) await endWithFault(context, message, token, errorOf(broken));
  else context.onKindError(kind, 'sending', errorOf(sample));
}

async function brokenSample({ composer, config, now }: ComposeContext, kind: KindId): Promise<BrokenMail | undefined> {
  const { from } = config.mailbox;
  const [mail] = await composer.compose([
    {
      kind,
      content: kindOf(kind).sample(now()),
      recipient: { address: from, name: null, locale: null },
      messageId: '<sample@mobevo-notify.invalid>',
      date: now(),
      from,
    },
  ]);
  return 'broken' in mail! ? mail.broken : undefined;
}

function errorOf(broken: BrokenMail): Error {
  return 'file' in broken ? new TemplateBrokenError(broken.file, broken.reason) : new Error(broken.reason);
}
