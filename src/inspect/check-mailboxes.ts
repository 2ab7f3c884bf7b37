import type { MailboxConfig, SmtpConfig } from '../config/index.js';
import { runCheck, ok, warning, type Check } from './check.js';

/** Checks whether the pickup folder or each account would accept mails. Sends no mail. */
export async function* checkMailboxes({ transport, redirectTo }: MailboxConfig): AsyncGenerator<Check> {
  if (redirectTo !== undefined) yield warning('mailbox', 'redirected', { address: redirectTo });
  if (transport.type === 'smtp') for (const account of transport.accounts) yield* checkAccount(account);
  else yield await checkPickupFolder(transport.directory);
}

function checkPickupFolder(directory: string): Promise<Check> {
  return runCheck('mailbox', async () => {
    const { checkPickup } = await import('../mail/check-pickup.js');
    await checkPickup(directory);
    return ok('mailbox', 'pickup', { directory });
  });
}

/** Tests an account as `test-smtp` without `--to` does: up to MAIL FROM. */
async function* checkAccount(account: SmtpConfig): AsyncGenerator<Check> {
  const { diagnose } = await import('../mail/diagnosis/diagnose.js');
  const { name, from } = account;
  let refusal = '';
  const { error, failed, warnings } = await diagnose(
    account,
    {},
    {
      phase: ({ ok: passed, reply }) => {
        if (!passed) refusal = reply?.text ?? '';
      },
      line: () => undefined,
    },
  );
  if (error !== undefined) yield { check: 'mailbox', state: 'fault', error };
  else if (failed !== undefined)
    yield warning('mailbox', 'mailboxRefused', {
      account: name,
      phase: { code: `testSmtp.phase.${failed}` },
      reply: refusal,
    });
  else if (warnings.length === 0) yield ok('mailbox', 'mailbox', { account: name, from });
  for (const warningMessage of warnings)
    yield warning('mailbox', 'mailboxWarned', { account: name, warning: warningMessage });
}
